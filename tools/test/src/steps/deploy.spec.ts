import { listeningUrl } from './deploy.js';

describe('listeningUrl', () => {
  it('reads the address from the line that says so', () => {
    const log =
      '{"msg":"starting","url":"http://no"}\n{"url":"http://127.0.0.1:41123","msg":"listening"}\n';

    expect(listeningUrl(log)).toBe('http://127.0.0.1:41123');
  });

  it('has none before that line is whole', () => {
    expect(listeningUrl('{"url":"http://127.0.0.1:41')).toBeUndefined();
  });
});
