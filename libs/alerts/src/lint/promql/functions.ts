/** What an argument may be; `?` marks one that may be left out, `*` one that may come again. */
type Argument = 'vector' | 'range' | 'scalar' | 'string';

/** What a function makes of the unit of what it is given. */
type UnitEffect = 'same' | 'perSecond' | 'count' | 'ratio' | 'epoch' | 'unknown';

export interface Signature {
  readonly takes: readonly Argument[];
  readonly atLeast: number;
  readonly isVariadic: boolean;
  readonly unit: UnitEffect;
}

type Row = readonly [names: string, takes: string, unit: UnitEffect];

const ROWS: readonly Row[] = [
  ['abs ceil floor sort sort_desc', 'vector', 'same'],
  ['round', 'vector scalar?', 'same'],
  ['clamp', 'vector scalar scalar', 'same'],
  ['clamp_min clamp_max', 'vector scalar', 'same'],
  ['sort_by_label sort_by_label_desc', 'vector string*', 'same'],
  ['label_replace', 'vector string string string string', 'same'],
  ['label_join', 'vector string string string*', 'same'],
  ['info', 'vector vector?', 'same'],
  ['absent', 'vector', 'count'],
  ['rate irate deriv', 'range', 'perSecond'],
  ['increase delta idelta', 'range', 'same'],
  ['avg_over_time min_over_time max_over_time sum_over_time', 'range', 'same'],
  ['last_over_time first_over_time stddev_over_time mad_over_time', 'range', 'same'],
  ['changes resets count_over_time present_over_time absent_over_time', 'range', 'count'],
  ['stdvar_over_time', 'range', 'unknown'],
  ['ts_of_min_over_time ts_of_max_over_time', 'range', 'epoch'],
  ['ts_of_last_over_time ts_of_first_over_time', 'range', 'epoch'],
  ['quantile_over_time', 'scalar range', 'same'],
  ['predict_linear', 'range scalar', 'same'],
  ['double_exponential_smoothing', 'range scalar scalar', 'same'],
  ['histogram_quantile', 'scalar vector', 'same'],
  ['histogram_quantiles', 'vector string scalar scalar*', 'same'],
  ['histogram_fraction', 'scalar scalar vector', 'ratio'],
  ['histogram_count', 'vector', 'count'],
  ['histogram_sum histogram_avg histogram_stddev', 'vector', 'same'],
  ['histogram_stdvar', 'vector', 'unknown'],
  ['scalar', 'vector', 'same'],
  ['vector', 'scalar', 'same'],
  ['timestamp start_timestamp', 'vector', 'epoch'],
  ['time start end', '', 'epoch'],
  ['pi step range', '', 'unknown'],
  ['minute hour day_of_week day_of_month day_of_year', 'vector?', 'count'],
  ['days_in_month month year', 'vector?', 'count'],
  ['exp ln log2 log10 sqrt sgn deg rad', 'vector', 'unknown'],
  ['sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh', 'vector', 'unknown'],
];

/** The functions of PromQL as Prometheus 3 has them. */
export const FUNCTIONS: Readonly<Record<string, Signature>> = Object.fromEntries(
  ROWS.flatMap(([names, takes, unit]) =>
    names.split(' ').map((name) => [name, signature(takes, unit)] as const),
  ),
);

/** Functions whose answer is one number without labels. */
export const SCALAR_FUNCTIONS: readonly string[] = [
  ...['scalar', 'time', 'pi', 'step', 'range', 'start', 'end'],
];

/** Aggregations that keep every label of the series they choose. */
export const CHOOSING: readonly string[] = ['topk', 'bottomk', 'limitk', 'limit_ratio'];

/** What the aggregations with a parameter take as such. */
export const PARAMETER: Readonly<Record<string, 'scalar' | 'string'>> = {
  topk: 'scalar',
  bottomk: 'scalar',
  limitk: 'scalar',
  limit_ratio: 'scalar',
  quantile: 'scalar',
  count_values: 'string',
};

export const AGGREGATIONS: readonly string[] = [
  ...['sum', 'min', 'max', 'avg', 'count', 'group', 'stddev', 'stdvar'],
  ...Object.keys(PARAMETER),
];

function signature(takes: string, unit: UnitEffect): Signature {
  const words = takes.split(' ').filter((word) => word !== '');
  return {
    takes: words.map((word) => word.replace(/[?*]$/, '') as Argument), // the rows hold nothing else
    atLeast: words.filter((word) => !/[?*]$/.test(word)).length,
    isVariadic: words.at(-1)?.endsWith('*') ?? false,
    unit,
  };
}
