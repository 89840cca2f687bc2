import { bytes, double, framed, message, whole } from '../exposition/message.js';

/** A body that is taken, for mutations to begin with; `n` is another one each time. */
export type Seed = (n: number) => Buffer;

const text =
  (lines: string): Seed =>
  (n) =>
    Buffer.from(lines.replaceAll('$n', String(n % 97)));

export const TEXTS: readonly [Seed, ...Seed[]] = [
  text('fuzz_plain $n\n'),
  text('# just a comment\n\nfuzz_a{} 1\nfuzz_b{x="y",z="\\"\\\\\\n"} -1.5e-$n\n'),
  text('# HELP fuzz_c How many.\n# TYPE fuzz_c counter\nfuzz_c{k="a"} $n\nfuzz_c{k="b"} NaN\n'),
  text(
    '# TYPE fuzz_g gauge\nfuzz_g{t="grüße",u="😀"} +Inf\nfuzz_g{t="-"} -Inf\n# TYPE fuzz_u untyped\nfuzz_u $n\n',
  ),
  text(
    '# HELP fuzz_h Time.\n# TYPE fuzz_h histogram\nfuzz_h_bucket{le="0.5"} 1\nfuzz_h_bucket{le="2"} 3\nfuzz_h_bucket{le="+Inf"} $n\nfuzz_h_sum 7.25\nfuzz_h_count $n\n',
  ),
  text(
    '# TYPE fuzz_s summary\nfuzz_s{q="1",quantile="0.5"} 11\nfuzz_s{q="1",quantile="0.99"} 13\nfuzz_s_sum{q="1"} 17\nfuzz_s_count{q="1"} $n\n',
  ),
];

const label = (name: string, value: string): Buffer =>
  bytes(1, message(bytes(1, name), bytes(2, value)));

const FAMILIES: readonly Seed[] = [
  (n) =>
    message(
      bytes(1, 'fuzz_pc'),
      bytes(2, 'Help.'),
      whole(3, 0),
      bytes(4, message(label('a', 'b'), bytes(3, double(1, n)))),
    ),
  (n) =>
    message(
      bytes(1, 'fuzz_pg'),
      whole(3, 1),
      bytes(4, bytes(2, double(1, -n))),
      bytes(4, message(label('x', 'é'), bytes(2, double(1, NaN)))),
    ),
  (n) =>
    message(
      bytes(1, 'fuzz_ps'),
      whole(3, 2),
      bytes(
        4,
        bytes(
          4,
          message(whole(1, n), double(2, 7), bytes(3, message(double(1, 0.5), double(2, 11)))),
        ),
      ),
    ),
  (n) =>
    message(
      bytes(1, 'fuzz_ph'),
      whole(3, 4),
      bytes(
        4,
        bytes(
          7,
          message(whole(1, n + 2), double(2, 7), bytes(3, message(whole(1, 2), double(2, 0.5)))),
        ),
      ),
    ),
];

export const PROTOBUFS: readonly [Seed, ...Seed[]] = [
  (n) => message(...FAMILIES.map((family) => framed(family(n)))),
  ...FAMILIES.map(
    (family): Seed =>
      (n) =>
        framed(family(n)),
  ),
];

const pushOf =
  (...families: readonly object[]): Seed =>
  (n) =>
    Buffer.from(JSON.stringify({ producer: `fuzz-${String(n % 13)}`, sequence: n, families }));

export const INCREMENTS: readonly [Seed, ...Seed[]] = [
  pushOf({
    name: 'fuzz_add_total',
    type: 'counter',
    help: 'Added.',
    series: [{ labels: { a: 'b' }, value: 3 }],
  }),
  pushOf(
    { name: 'fuzz_last', type: 'gauge', series: [{ labels: {}, value: -1.5 }] },
    {
      name: 'fuzz_most',
      type: 'gauge',
      mode: 'max',
      series: [{ labels: { x: '"\\\n' }, value: 1e300 }],
    },
  ),
  pushOf({
    ...{ name: 'fuzz_wait_seconds', type: 'histogram', buckets: [0.5, 2] },
    series: [{ labels: { q: '😀' }, buckets: [1, 4], sum: 9.5, count: 5 }],
  }),
];
