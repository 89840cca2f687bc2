import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { filmShop } from './express.js';

it('counts what the application counts itself, and its requests, and serves both', async () => {
  const server = filmShop(new Registry()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // an IP server's, once it listens
  const ask = async (path: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(port)}${path}`)).text();
  for (const studio of ['ours', 'theirs', 'late', 'later'])
    await ask(`/studios/${studio}/films/11`);
  await ask('/studios/ours/films/12/preview');
  await ask('/wp-login.php');
  const text = await ask('/metrics');
  server.close();
  server.closeAllConnections();
  const lines = text
    .split('\n')
    .filter((line) => !/^http_request_duration_seconds_(bucket|sum)/.test(line));
  expect(lines.filter((line) => !line.startsWith('#') && line !== '')).toEqual([
    'instrumentation_label_overflows_total{metric="http_requests_total",label="endpoint"} 0',
    'instrumentation_label_overflows_total{metric="http_requests_total",label="status"} 0',
    'instrumentation_label_overflows_total{metric="http_request_duration_seconds",label="endpoint"} 0',
    'instrumentation_label_overflows_total{metric="film_downloads_total",label="studio"} 2',
    'http_requests_total{method="GET",endpoint="/studios/:studio/films/:film",status="200"} 4',
    'http_requests_total{method="GET",endpoint="/studios/:studio/films/:film/preview",status="200"} 1',
    'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
    'http_request_duration_seconds_count{method="GET",endpoint="/studios/:studio/films/:film"} 4',
    'http_request_duration_seconds_count{method="GET",endpoint="/studios/:studio/films/:film/preview"} 1',
    'http_request_duration_seconds_count{method="GET",endpoint="unmatched"} 1',
    'http_requests_in_flight 1',
    'film_downloads_total{format="mp4",studio="ours"} 1',
    'film_downloads_total{format="mp4",studio="theirs"} 1',
    'film_downloads_total{format="mp4",studio="other"} 2',
    'film_previews_total{format="mp4"} 0',
    'film_previews_total{format="webm"} 1',
  ]);
});
