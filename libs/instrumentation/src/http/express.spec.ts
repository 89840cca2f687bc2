import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, {
  Router,
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
} from 'express';
import { Registry } from 'prom-client';
import { expressMetrics } from './express.js';

/** An application whose requests are counted, listening. */
async function world(furnish: (app: Express) => void) {
  const registry = new Registry();
  const app = express();
  app.use(expressMetrics(registry));
  furnish(app);
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // an IP server's, once it listens
  const ask = async (path: string, method = 'GET'): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { method });
    await answer.text();
    return answer.status;
  };
  const text = async (): Promise<string[]> => {
    server.close();
    server.closeIdleConnections();
    await once(server, 'close');
    const lines = (await registry.metrics()).split('\n');
    return lines.filter((line) => /^http_requests_(total|in_flight)/.test(line)).sort();
  };
  return { ask, counted: text, registry };
}

const ok: RequestHandler = (_request, response) => {
  response.send('ok');
};
const throws: RequestHandler = () => {
  throw new Error('a fault');
};
const rejects: RequestHandler = () => Promise.reject(new Error('a fault'));
// eslint-disable-next-line max-params, @typescript-eslint/no-unused-vars -- four parameters are what makes it an error handler
const teapot: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(418).send('a teapot');
};
const counted = (count: number, labels: Readonly<Record<string, string>>): string => {
  const { method = 'GET', endpoint = '', status = '200' } = labels;
  return `http_requests_total{method="${method}",endpoint="${endpoint}",status="${status}"} ${String(count)}`;
};
const NONE = 'http_requests_in_flight 0';

describe('expressMetrics', () => {
  it('names the route by its template and those of the routers and applications around it', async () => {
    const films = Router({ mergeParams: true });
    films.get('/films/:film', ok);
    films.get('/', ok);
    const admin = express();
    admin.get('/users/:user', ok);
    const here = await world((app) => {
      app.get('/videos/:id', ok);
      app.use('/studios/:studio', films);
      app.use('/admin', admin);
    });
    for (const path of [
      '/videos/11',
      '/videos/12',
      '/studios/13/films/14',
      '/studios/films/films/15',
    ])
      await here.ask(path);
    for (const path of ['/studios/16', '/admin/users/17', '/wp-login.php']) await here.ask(path);
    expect(await here.counted()).toEqual([
      NONE,
      counted(1, { endpoint: '/admin/users/:user' }),
      counted(1, { endpoint: '/studios/:studio' }),
      counted(2, { endpoint: '/studios/:studio/films/:film' }),
      counted(2, { endpoint: '/videos/:id' }),
      counted(1, { endpoint: 'unmatched', status: '404' }),
    ]);
  });

  it('keeps the routers in the name when an error leaves them, with the status of who answers it', async () => {
    const films = Router();
    films.get('/sync/:film', throws);
    films.get('/async/:film', rejects);
    films.get('/wrong', throws);
    const here = await world((app) => {
      app.use('/studios/:studio', films, teapot);
      app.use('/plain', films);
      app.set('env', 'test'); // Express' own error handler then writes no stack to stderr
    });
    for (const path of ['/studios/11/sync/12', '/studios/13/async/14', '/plain/wrong'])
      await here.ask(path);
    expect(await here.counted()).toEqual([
      NONE,
      counted(1, { endpoint: '/plain/wrong', status: '500' }),
      counted(1, { endpoint: '/studios/:studio/async/:film', status: '418' }),
      counted(1, { endpoint: '/studios/:studio/sync/:film', status: '418' }),
    ]);
  });

  it('counts one router by each of the places that it is mounted at', async () => {
    const films = Router();
    films.get('/films', ok);
    const here = await world((app) => {
      app.use(['/first', '/second'], films);
      app.use('/v:version', Router().use('/deep/:id', films));
    });
    for (const path of [
      '/first/films',
      '/second/films',
      '/v2/deep/13/films',
      '/v3/deep/a%20b/films',
    ])
      await here.ask(path);
    expect(await here.counted()).toEqual([
      NONE,
      counted(1, { endpoint: '/first/films' }),
      counted(1, { endpoint: '/second/films' }),
      counted(2, { endpoint: '/v:version/deep/:id/films' }),
    ]);
  });

  it('keeps patterns, alternatives and wildcards as they are written', async () => {
    const here = await world((app) => {
      app.get(/^\/reel-\d+$/, ok);
      app.get(['/cut/:id', '/edit/:id'], ok);
      app.get('/files/*path', ok);
      app.get('/raw', (_request, response) => {
        response.writeHead(207).end();
      });
    });
    for (const path of ['/reel-11', '/reel-12', '/cut/13', '/edit/14', '/files/a/b', '/raw'])
      await here.ask(path);
    expect(await here.counted()).toEqual([
      NONE,
      counted(2, { endpoint: '/^\\\\/reel-\\\\d+$/' }),
      counted(2, { endpoint: '/cut/:id|/edit/:id' }),
      counted(1, { endpoint: '/files/*path' }),
      counted(1, { endpoint: '/raw', status: '207' }),
    ]);
  });

  it('gives up the names of mount points that no parameter explains after eight of them', async () => {
    const films = Router();
    films.get('/films', ok);
    const here = await world((app) => app.use(/^\/[a-z]+/, films));
    for (const letter of 'abcdefghijklm') await here.ask(`/${letter}/films`);
    const lines = await here.counted();
    expect([lines.length, lines[1]]).toEqual([10, counted(5, { endpoint: '/*/films' })]);
  });

  it('counts HEAD, OPTIONS and a route for all that answers 404', async () => {
    const here = await world((app) => {
      app.get('/videos/:id', ok);
      app.all('/{*rest}', (_request, response) => {
        response.sendStatus(404);
      });
    });
    const statuses = [await here.ask('/videos/11', 'HEAD'), await here.ask('/nothing', 'DELETE')];
    expect([statuses, await here.counted()]).toEqual([
      [200, 404],
      [
        NONE,
        counted(1, { method: 'DELETE', endpoint: 'unmatched', status: '404' }),
        counted(1, { method: 'HEAD', endpoint: '/videos/:id' }),
      ],
    ]);
  });

  it('counts a request once, however many times and wherever the registry is told', async () => {
    const second = new Registry();
    const here = await world((app) => {
      app.use(expressMetrics(second), expressMetrics(second));
      app.get('/videos/:id', expressMetrics(second), ok);
    });
    await here.ask('/videos/11');
    expect(await here.counted()).toEqual([NONE, counted(1, { endpoint: '/videos/:id' })]);
    expect(await second.metrics()).toContain(`${counted(1, { endpoint: '/videos/:id' })}\n`);
  });

  it('folds endpoints past the ceiling of the definition into other, and counts each that it folds', async () => {
    const here = await world((app) => {
      for (let route = 0; route < 70; route += 1) app.get(`/route-${String(route)}`, ok);
    });
    for (let route = 0; route < 70; route += 1) await here.ask(`/route-${String(route)}`);
    const lines = await here.counted();
    const overflows = await here.registry.metrics();
    expect([lines.length, lines.find((line) => line.includes('"other"'))]).toEqual([
      1 + 60,
      counted(11, { endpoint: 'other' }),
    ]);
    expect(overflows).toContain(
      'instrumentation_label_overflows_total{metric="http_requests_total",label="endpoint"} 11\n',
    );
  });
});
