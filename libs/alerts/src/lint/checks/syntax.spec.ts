import { marks } from '../fixtures/ask.js';
import { syntax } from './syntax.js';

describe('syntax', () => {
  it.each([
    ['', ' -> write one under expr'],
    ['up >', ' -> write what is missing at its end'],
    ['sum(up{job="("}', '( -> write ) where it ends'],
    ['rate(up[5m', '[ -> write ] where it ends'],
    ['up{job="a} > 1', '"a} > 1 -> end it with the quote it began with'],
    ['raet(http_requests_total[5m])', 'raet -> write rate'],
    ['up up', 'up -> look for a missing operator, comma or bracket before it'],
    ['up => 11', '=> -> write >='],
    ['up =< 11', '=< -> write <='],
    ['up <> 11', '<> -> write !='],
    ['up = 11', '= -> write =='],
    ['up !== 11', '!== -> write !='],
    ['up > 11 && up < 12', '&& -> write and'],
    ['up{job="a"} || up', '|| -> write or'],
    ['queue_jobs{state=waiting} > 11', 'waiting -> write "waiting"'],
    ['queue_jobs{state!~waiting|my-own, queue="a"}', 'waiting|my-own -> write "waiting|my-own"'],
    ['up{job=“a”}', '“a” -> write "a"'],
    ['up{job=11}', '11 -> write "11"'],
    ['up{job=="a"}', '== -> write ='],
    ['up{job:"a"}', ': -> write ='],
    ['up{job="a" instance="b"}', 'i -> write a comma before it'],
    ['up{job="=>"} up', 'up -> look for a missing operator, comma or bracket before it'],
    [
      'rate(http_requests_total)',
      'http_requests_total -> put a range behind the metric, as in x[5m]',
    ],
    [
      'http_requests_total[5m]',
      'http_requests_total[5m] -> write a metric, or a function such as rate(x[5m]) about a range',
    ],
    [
      'sum(up)[5m]',
      'sum(up)[5m] -> put it on the metric within, as in sum(rate(x[5m])), or write a subquery, [5m:]',
    ],
    [
      'histogram_quantile(up)',
      'histogram_quantile(up) -> write histogram_quantile(scalar, vector)',
    ],
    ['sum()', 'sum() -> write sum(vector)'],
    ['topk(up)', 'topk(up) -> write topk(scalar, vector)'],
    ['clamp_max(up, up)', 'up -> write a number, or scalar(…) about a vector of one series'],
    ['up and 1', 'and -> write vector(…) about the number'],
    ['up and on (job) group_left () up', 'and -> write and on (…) alone'],
    ['1 < 2', '< -> write < bool'],
    ['up + bool 1', '+ -> remove bool'],
    ['up > on (job) 1', '> -> remove them'],
    ['{}', '{} -> name a metric, or a value that is not empty'],
    ['{job=~".*"}', '{job=~".*"} -> name a metric, or a value that is not empty'],
    ['up{job=~"a("}', '"a(" -> close its brackets; there is no lookaround and no backreference'],
    [
      'up{job=~"(?!a)b"}',
      '"(?!a)b" -> close its brackets; there is no lookaround and no backreference',
    ],
  ])('finds the fault in %j', (expr, found) => {
    expect(marks(syntax, expr)).toEqual([found]);
  });

  it.each([
    'sum by (job, ) (rate(up[5m] offset -1h)) / on (job) group_left (instance) up @ end() > bool 3',
    'max_over_time(sum(up)[1h:5m]) > 1',
    'quantile(0.9, up) by (job) or count_values("v", up) or vector(time())',
    'up{job=~"(?i)a|b"} # why',
    '-up ^ 2 % 3',
    'label_replace(up, "a", "$1", "b", "(.*)")',
    '1 + 2',
    '{__name__=~"a|b"}',
  ])('lets %j pass', (expr) => {
    expect(marks(syntax, expr)).toEqual([]);
  });

  it('refuses what nests too deep to be walked', () => {
    const deep = `${'('.repeat(11_000)}up${')'.repeat(11_000)}`;
    expect(marks(syntax, deep)).toEqual([expect.stringContaining('-> record a part of it')]);
  });
});
