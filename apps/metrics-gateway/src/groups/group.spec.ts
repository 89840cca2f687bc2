import { attached, groupingOf } from './group.js';

function labelsOf(path: string): unknown {
  const read = groupingOf(path);
  return read.ok ? Object.fromEntries(read.grouping.labels) : read.reason;
}

describe('the path of a push', () => {
  it.each([
    ['/metrics/job/sweep', { job: 'sweep' }],
    ['/metrics/job/sweep?x=1', { job: 'sweep' }],
    ['/metrics/job/a%20b%2Fc/host/%C3%BC', { job: 'a b/c', host: 'ü' }],
    ['/metrics/job/x/path@base64/L3Zhci90bXA', { job: 'x', path: '/var/tmp' }],
    ['/metrics/job/x/path@base64/L3Zhci90bXA=', { job: 'x', path: '/var/tmp' }],
    ['/metrics/job/x/empty@base64/=', { job: 'x', empty: '' }],
    ['/metrics/job@base64/YS9i', { job: 'a/b' }],
    ['/metrics/job/x/empty/', { job: 'x', empty: '' }],
  ])('%s names its group', (path, labels) => {
    expect(labelsOf(path)).toEqual(labels);
  });

  it('names the same group in any order', () => {
    expect(groupingOf('/metrics/job/x/b/2/a/1')).toEqual(groupingOf('/metrics/job/x/a/1/b/2'));
  });

  it.each([
    ['/metrics/job/', 'the job is empty; name it, as in /metrics/job/sweep'],
    ['/metrics/job/x/host', 'the path /metrics/job/x/host ends in a label without a value'],
    ['/metrics/job/x/job/y', 'the path names the label job twice'],
    ['/metrics/job/x/1a/y', 'the path holds "1a" where a label name belongs'],
    ['/metrics/job/x/__a/y', 'the path holds "__a" where a label name belongs'],
    ['/metrics/job/%ff', 'the value of the label job is not percent-encoded UTF-8'],
    ['/metrics/job@base64/a', 'the value of the label job is not base64url of UTF-8'],
    ['/metrics/job@base64/_w', 'the value of the label job is not base64url of UTF-8'],
    ['/metrics/job@base64/YQ=x', 'the value of the label job is not base64url of UTF-8'],
  ])('%s is refused', (path, reason) => {
    expect(labelsOf(path)).toBe(reason);
  });
});

describe('the labels of a pushed sample', () => {
  const read = groupingOf('/metrics/job/sweep/host/h11');
  const grouping = read.ok ? read.grouping : { labels: [], key: '' };

  it('are those of its group before its own, with an instance', () => {
    const labels = attached(
      [
        ['job', 'mine'],
        ['a', 'b'],
      ],
      grouping,
    );
    expect(Object.fromEntries(labels)).toEqual({
      job: 'sweep',
      host: 'h11',
      a: 'b',
      instance: '',
    });
  });

  it('keep an instance of their own', () => {
    expect(Object.fromEntries(attached([['instance', 'i12']], grouping))).toEqual({
      job: 'sweep',
      host: 'h11',
      instance: 'i12',
    });
  });
});
