import type { Chance } from './chance.js';

/** What breaks parsers: words of the formats, borders of numbers, bytes that are no text. */
const WORDS: readonly [Buffer, ...Buffer[]] = [
  Buffer.from([0xff]),
  Buffer.from([0x00]),
  Buffer.from([0xc3, 0x28]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]),
  ...[' ', '\t', '\n', '\r\n', '\n\n', '"', '\\', '\\n', '\\x', '{', '}', '{}', ',', '=', '#'],
  ...['# TYPE ', '# HELP ', '# ', '# EOF\n', ' counter', ' gauge', ' histogram', ' summary'],
  ...['le="', 'le="+Inf"', 'quantile="0.5"', '_bucket', '_sum', '_count', '_total', '__name__="x"'],
  ...[
    'job="x"',
    'instance="x"',
    'é',
    '€',
    '😀',
    'NaN',
    '+Inf',
    '-Inf',
    'Inf',
    'nan',
    '-0',
    '1e999',
  ],
  ...['1e-999', '0x1p-2', '1_000', '9007199254740993', '-1', '.5', '5.', '1.5e', '1395066363000'],
  ...['null', 'true', '[]', '[[[[', '"__proto__":', '"constructor":{}', '"name":', '"value":1e400'],
  ...['"series":[]', '"sequence":0', '"sequence":9007199254740992', '\\ud800', '\\u0000'],
].map((word) => Buffer.from(word)) as [Buffer, ...Buffer[]]; // a list of literals is not empty

type Mutation = (body: Buffer, chance: Chance) => Buffer;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (body, chance) => {
    const flipped = Buffer.from(body);
    const at = chance.below(body.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.below(8));
    return flipped;
  },
  (body, chance) => replaced(body, chance, Buffer.of(chance.below(256))),
  (body, chance) => replaced(body, chance, Buffer.alloc(0)),
  (body, chance) => replaced(body, chance, chance.pick(WORDS)),
  (body, chance) => inserted(body, chance.below(body.length + 1), chance.pick(WORDS)),
  (body, chance) => inserted(body, chance.below(body.length + 1), pieceOf(body, chance)),
  (body, chance) => body.subarray(0, chance.below(body.length + 1)),
  (body, chance) => swapped(body, chance, 0x0a),
  (body, chance) => swapped(body, chance, 0x2c),
  (body, chance) => swapped(body, chance, 0x22),
];

/** Changes it so many times, each in a way of its own. */
export function mutated(body: Buffer, chance: Chance, times: number): Buffer {
  let changed = body;
  for (let left = times; left > 0; left -= 1) changed = chance.pick(MUTATIONS)(changed, chance);
  return changed.subarray(0, LONGEST);
}

/** Copies of pieces double a body each time. */
const LONGEST = 100_000;

/** Some bytes make room for others. */
function replaced(body: Buffer, chance: Chance, by: Buffer): Buffer {
  const from = chance.below(body.length + 1);
  const rest = body.subarray(from + 1 + chance.below(4));
  return Buffer.concat([body.subarray(0, from), by, rest]);
}

function inserted(body: Buffer, at: number, what: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), what, body.subarray(at)]);
}

function pieceOf(body: Buffer, chance: Chance): Buffer {
  const from = chance.below(body.length + 1);
  return body.subarray(from, from + chance.below(40));
}

/** Two neighbours among the parts between such a byte change places. */
function swapped(body: Buffer, chance: Chance, byte: number): Buffer {
  const parts = body.toString('latin1').split(String.fromCharCode(byte));
  const at = chance.below(parts.length);
  const [one, other] = [parts[at], parts[at + 1]];
  if (one === undefined || other === undefined) return body;
  parts.splice(at, 2, other, one);
  return Buffer.from(parts.join(String.fromCharCode(byte)), 'latin1');
}
