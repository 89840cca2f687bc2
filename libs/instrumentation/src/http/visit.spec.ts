import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Registry } from 'prom-client';
import { requestWatch } from './visit.js';

interface World {
  readonly registry: Registry;
  readonly server: Server;
  readonly port: number;
}

/** A server whose every request is watched; the endpoint is its path. */
async function world(answer: RequestListener): Promise<World> {
  const registry = new Registry();
  const watch = requestWatch(registry);
  const server = createServer((request, response) => {
    watch(request, response, () => request.url);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { registry, server, port: (server.address() as AddressInfo).port }; // an IP server's, once it listens
}

function write({ port }: World, text: string): Socket {
  const client = connect(port, '127.0.0.1');
  client.on('error', () => undefined); // a reset is what some of these tests are about
  client.write(text);
  return client;
}

async function lines({ registry }: World): Promise<string[]> {
  const text = await registry.metrics();
  return text.split('\n').filter((line) => /^http_requests_|_count\{/.test(line));
}

/** The lines as soon as this many requests are over, and the server with them. */
async function counted(here: World, requests: number): Promise<string[]> {
  const isOver = async (): Promise<boolean> => {
    const seen = (await lines(here)).filter((line) => line.includes('_count{'));
    return seen.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0) === requests;
  };
  for (let turn = 0; turn < 20_000 && !(await isOver()); turn += 1) await new Promise(setImmediate);
  here.server.close();
  here.server.closeAllConnections();
  return lines(here);
}

const GET = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;
const of = (method: string, endpoint: string, status: number): string[] => [
  `http_requests_total{method="${method}",endpoint="${endpoint}",status="${String(status)}"} 1`,
  `http_request_duration_seconds_count{method="${method}",endpoint="${endpoint}"} 1`,
  'http_requests_in_flight 0',
];

describe('requestWatch', () => {
  it.each(['destroy', 'resetAndDestroy', 'end'] as const)(
    'counts a client that goes away by %s in the middle of its upload as 499',
    async (leave) => {
      const here = await world((request) => request.resume());
      const client = write(
        here,
        'POST /up HTTP/1.1\r\nHost: test\r\nContent-Length: 1111\r\n\r\nabc',
      );
      await once(here.server, 'request');
      client[leave]();
      expect(await counted(here, 1)).toEqual(of('POST', '/up', 499));
    },
  );

  it('counts a client that goes away in the middle of a download as 499', async () => {
    const megabyte = Buffer.alloc(1_048_576);
    const here = await world((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(megabyte));
      };
      response.on('drain', more);
      more();
    });
    const client = write(here, GET('/film'));
    await once(client, 'data');
    client.destroy();
    expect(await counted(here, 1)).toEqual(of('GET', '/film', 499));
  });

  it('counts a pipelined request whose turn never comes', async () => {
    const here = await world(() => undefined);
    const client = write(here, GET('/first') + GET('/second'));
    await once(here.server, 'request');
    client.destroy();
    expect(await counted(here, 2)).toEqual([
      'http_requests_total{method="GET",endpoint="/first",status="499"} 1',
      'http_requests_total{method="GET",endpoint="/second",status="499"} 1',
      'http_request_duration_seconds_count{method="GET",endpoint="/first"} 1',
      'http_request_duration_seconds_count{method="GET",endpoint="/second"} 1',
      'http_requests_in_flight 0',
    ]);
  });

  it('leaves nothing on a connection that is kept: twenty requests, one after and upon the other', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const here = await world((_, response) => response.end('ok'));
    const client = write(here, GET('/').repeat(20));
    client.resume();
    const [first] = await counted(here, 20);
    expect([first, warned.mock.calls]).toEqual([
      'http_requests_total{method="GET",endpoint="/",status="200"} 20',
      [],
    ]);
  });

  it('counts an answer that the server breaks off as 500, and one that it writes by hand as it is', async () => {
    const here = await world((request, response) => {
      if (request.url === '/torn') response.writeHead(200).write('a', () => response.destroy());
      else response.writeHead(207, 'by hand').end();
    });
    for (const path of ['/torn', '/whole']) write(here, GET(path)).resume();
    const after = await counted(here, 2);
    expect(after.slice(0, 2).sort()).toEqual([
      'http_requests_total{method="GET",endpoint="/torn",status="500"} 1',
      'http_requests_total{method="GET",endpoint="/whole",status="207"} 1',
    ]);
  });

  it('counts a request in flight until the response ends, not until it begins', async () => {
    let finish = (): void => undefined;
    const here = await world((_, response) => {
      response.write('the beginning');
      finish = () => response.end();
    });
    const client = write(here, GET('/film'));
    await once(client, 'data');
    const during = await lines(here);
    finish();
    expect([during, await counted(here, 1)]).toEqual([
      ['http_requests_in_flight 1'],
      of('GET', '/film', 200),
    ]);
  });

  it('counts one whose client was gone before anybody looked', async () => {
    const registry = new Registry();
    const watch = requestWatch(registry);
    const server = createServer((request, response) => {
      response.on('close', () => {
        watch(request, response, () => undefined);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const here = { registry, server, port: (server.address() as AddressInfo).port };
    const client = write(here, GET('/early'));
    await once(server, 'request');
    client.destroy();
    expect(await counted(here, 1)).toEqual(of('GET', 'unmatched', 499));
  });

  it('breaks nothing when the route cannot be read', async () => {
    const registry = new Registry();
    const watch = requestWatch(registry);
    const server = createServer((request, response) => {
      watch(request, response, () => {
        throw new Error('no route here');
      });
      response.end('fine');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    const text = await answer.text();
    server.close();
    server.closeAllConnections();
    expect([text, warned.mock.calls[0]?.[0]]).toEqual([
      'fine',
      'http_requests_total: the route of a request could not be read; the update is dropped',
    ]);
  });
});
