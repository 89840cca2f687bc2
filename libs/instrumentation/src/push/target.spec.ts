import { gatewayAt, groupPath } from './target.js';

describe('the path of a group', () => {
  it.each([
    [{ job: 'sweep' }, '/metrics/job/sweep'],
    [
      { job: 'a b', grouping: { zone: 'ä', instance: '13' } },
      '/metrics/job/a%20b/zone/%C3%A4/instance/13',
    ],
    [{ job: 'a/b', grouping: { path: '/var' } }, '/metrics/job@base64/YS9i/path@base64/L3Zhcg'],
    [{ job: 'sweep', grouping: { empty: '' } }, '/metrics/job/sweep/empty@base64/='],
    [{ job: '..', grouping: { at: '.' } }, '/metrics/job@base64/Li4/at@base64/Lg'],
    [{ job: 'q?#%' }, '/metrics/job/q%3F%23%25'],
  ])('of %p is %p', (group, path) => {
    expect(groupPath(group)).toBe(path);
    expect(new URL(path, 'http://127.0.0.1').pathname).toBe(path);
  });
});

describe('the address of a gateway', () => {
  it.each([
    ['http://127.0.0.1:9091', 'http://127.0.0.1:9091'],
    ['http://127.0.0.1:9091//', 'http://127.0.0.1:9091'],
    ['https://push.example/below/?query#fragment', 'https://push.example/below'],
  ])('%p is %p', (url, address) => {
    expect(gatewayAt(url)).toEqual({ address, authorization: undefined });
  });

  it('gives its credentials up to a header, where no log shows them', () => {
    expect(gatewayAt('http://worker:p%40ss@127.0.0.1:9091/')).toEqual({
      address: 'http://127.0.0.1:9091',
      authorization: `Basic ${Buffer.from('worker:p@ss').toString('base64')}`,
    });
  });
});
