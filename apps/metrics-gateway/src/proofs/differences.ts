/** Where our gateway and the Pushgateway differ over a body on purpose, by what the one that refuses it says. */
interface Difference {
  readonly name: string;
  readonly refusedBy: 'us' | 'the Pushgateway';
  readonly says: RegExp;
}

/**
 * What the Pushgateway takes and we refuse would make a scrape that Prometheus cannot take, or a histogram whose
 * quantiles mean nothing. What it refuses and we take does no harm.
 */
const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a histogram or a summary without its sum or its count',
    refusedBy: 'us',
    says: /found samples of \S+ without \S+, expected/,
  },
  {
    name: 'a histogram without its last bucket',
    refusedBy: 'us',
    says: /found a histogram without its last bucket/,
  },
  {
    name: 'buckets that do not ascend or add up',
    refusedBy: 'us',
    says: /expected the buckets of \S+ (?:in ascending order of le|to add up)|which its last bucket holds/,
  },
  {
    name: 'a bucket or a quantile that says no bound',
    refusedBy: 'us',
    says: /expected a number in the label (?:le|quantile)/,
  },
  {
    name: 'a series or a bucket twice',
    refusedBy: 'us',
    says: /expected each series once/,
  },
  {
    name: 'a help or a comment that is not UTF-8',
    refusedBy: 'us',
    says: /found bytes that are not UTF-8/,
  },
  {
    name: 'a comment without its line feed at the end',
    refusedBy: 'us',
    says: /expected a line feed at the end of every line/,
  },
  {
    name: 'a backslash in a type, which the Pushgateway overlooks',
    refusedBy: 'us',
    says: /\\\\.*expected one of counter/,
  },
  {
    name: 'a sample of a histogram or a summary under its own name',
    refusedBy: 'us',
    says: /found a sample of \S+ itself/,
  },
  {
    name: 'spaces after a type or a value',
    refusedBy: 'the Pushgateway',
    says: /unknown metric type "[a-z]+\s+"|expected integer as timestamp, got ""/,
  },
  {
    name: 'a HELP or TYPE line that names no metric, a comment to us',
    refusedBy: 'the Pushgateway',
    says: /invalid metric name in comment/,
  },
];

export const UNKNOWN = 'unknown';

/** The name of a known difference. */
export function differenceOf(refusedBy: Difference['refusedBy'], said: string): string {
  const found = DIFFERENCES.find((one) => one.refusedBy === refusedBy && one.says.test(said));
  return found?.name ?? UNKNOWN;
}
