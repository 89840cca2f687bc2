import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diskProbe } from './disk-probe.js';
import { ffmpegProbe, parseEncoders } from './ffmpeg-probe.js';
import { httpProbe } from './http-probe.js';
import type { Answer } from './probe.js';
import { reasonOf } from './reason.js';

const TIMING = { importance: 'critical', intervalMs: 1_000, deadlineMs: 5_000 } as const;
const signal = (): AbortSignal => AbortSignal.timeout(TIMING.deadlineMs);

describe('the HTTP probe', () => {
  let server: Server;
  let answer: RequestListener;
  beforeEach(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function ask(slowSeconds = 3): Promise<Answer> {
    const { port } = server.address() as AddressInfo; // a listening TCP server
    const url = `http://127.0.0.1:${String(port)}/health/ready`;
    return httpProbe({ ...TIMING, component: 'application', url, slowSeconds }).check(signal());
  }

  it('takes 2xx in time for healthy', async () => {
    answer = (_request, response) => response.end('fine');
    await expect(ask()).resolves.toEqual({ state: 'healthy' });
  });

  it('takes 2xx that is slow for degraded, with the time and the limit', async () => {
    answer = (_request, response) => setTimeout(() => response.end('late'), 60);
    await expect(ask(0.05)).resolves.toMatchObject({
      state: 'degraded',
      lost: expect.stringMatching(
        /^quick answers: one took 0\.\d+ s, the limit is 0\.05 s$/,
      ) as unknown,
    });
  });

  it('repeats what a readiness answer says is down', async () => {
    answer = (_request, response) =>
      response.writeHead(503).end('{"error":{"database":{"message":"refused"},"queue":{}}}');
    await expect(ask()).resolves.toMatchObject({
      state: 'unhealthy',
      reason: expect.stringMatching(/answered 503: database \(refused\), queue$/) as unknown,
    });
  });

  it('takes a redirect, or an error page without JSON, for unhealthy', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/login' }).end('<html>');
    await expect(ask()).resolves.toMatchObject({ state: 'unhealthy' });
  });

  it('rejects with the reason when nobody listens', async () => {
    answer = (request) => request.socket.destroy();
    const reason = await ask().then(String, reasonOf);
    expect(reason).toMatch(/fetch failed: .+/);
  });
});

describe('the disk probe', () => {
  function ask(
    degradedBelowRatio: number,
    unhealthyBelowRatio: number,
    folder = tmpdir(),
  ): Promise<Answer> {
    const limits = { path: folder, degradedBelowRatio, unhealthyBelowRatio };
    return diskProbe({ ...TIMING, component: 'disk', ...limits }).check(signal());
  }

  it('reads the real file system', async () => {
    await expect(ask(0, 0)).resolves.toEqual({ state: 'healthy' });
    await expect(ask(1.01, 0)).resolves.toMatchObject({ state: 'degraded' });
    await expect(ask(1.01, 1.01)).resolves.toMatchObject({ state: 'unhealthy' });
  });

  it('rejects when the path is not there', async () => {
    await expect(ask(0, 0, '/no/such/folder')).rejects.toThrow('ENOENT');
  });
});

describe('the FFmpeg probe', () => {
  let folder: string;
  let real: string;
  beforeAll(async () => {
    const installer = await import('@ffmpeg-installer/ffmpeg');
    real = installer.default.path;
    await chmod(real, 0o755); // npm does not always keep the bit
    folder = await mkdtemp(path.join(tmpdir(), 'aura-ffmpeg-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  function ask(program: string, expectsNvenc = false): Promise<Answer> {
    return ffmpegProbe({ ...TIMING, component: 'ffmpeg', path: program, expectsNvenc }).check(
      signal(),
    );
  }

  /** A program that lists the given encoders as FFmpeg does, and fails at everything else. */
  async function pretender(...encoders: readonly string[]): Promise<string> {
    const lines = [
      ' V..... = Video',
      ' ------',
      ...encoders.map((name) => ` V..... ${name}  some codec`),
    ];
    const file = path.join(folder, `ffmpeg-${String(encoders.length)}`);
    const list = lines.map((line) => `echo '${line}'`).join('\n');
    await writeFile(
      file,
      `#!/bin/sh\n[ "$2" = -encoders ] || { echo 'No space left' >&2; exit 1; }\n${list}\n`,
    );
    await chmod(file, 0o755);
    return file;
  }

  it('encodes for real', async () => {
    await expect(ask(real)).resolves.toEqual({ state: 'healthy' });
  });

  it('names NVENC as lost where it is expected, and only there', async () => {
    await expect(ask(real, true)).resolves.toMatchObject({
      state: 'degraded',
      lost: expect.stringMatching(/^no NVENC: CPU encode/) as unknown,
    });
  });

  it('takes a build without libx264 for unhealthy and says what it has instead', async () => {
    const file = await pretender('libopenh264');
    await expect(ask(file)).resolves.toEqual({
      state: 'unhealthy',
      reason: `${file} has no libx264; its H.264 encoders are: libopenh264`,
    });
  });

  it('is not content with a listed encoder that cannot encode', async () => {
    const file = await pretender('libx264', 'h264_nvenc');
    await expect(ask(file)).rejects.toThrow(`${file} failed: No space left`);
  });

  it('says that there is no such program', async () => {
    await expect(ask('/no/such/ffmpeg')).rejects.toThrow(
      '/no/such/ffmpeg cannot be started: there is no such program',
    );
  });

  it('kills the program when its deadline passes', async () => {
    const file = path.join(folder, 'ffmpeg-hangs');
    await writeFile(file, '#!/bin/sh\nexec sleep 60\n');
    await chmod(file, 0o755);
    const probe = ffmpegProbe({ ...TIMING, component: 'ffmpeg', path: file, expectsNvenc: false });
    await expect(probe.check(AbortSignal.timeout(50))).rejects.toThrow('aborted');
  });

  it('reads video encoders alone out of the listing', () => {
    const listing =
      ' V..... = Video\n ------\n V..... libx264  H.264\n A..... aac  AAC\n V....D h264_nvenc  NVENC\n';
    expect(parseEncoders(listing)).toEqual(['libx264', 'h264_nvenc']);
  });
});
