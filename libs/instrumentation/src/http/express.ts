import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AnyRegistry } from '../family.js';
import {
  matchedOf,
  noteRoutes,
  noteRoutesOf,
  type Matched,
  type MountedRequest,
  type Route,
} from './mount.js';
import { isCatchAll, pathText } from './path.js';
import { requestWatch } from './visit.js';

/** A middleware of Express 4 and 5. */
export type ExpressMiddleware = (
  request: IncomingMessage & MountedRequest,
  response: ServerResponse,
  next: () => void,
) => void;

/**
 * Counts and times every request of an Express application: `http_requests_total`,
 * `http_request_duration_seconds`, `http_requests_in_flight`. Use it before anything else:
 *
 * ```ts
 * app.use(expressMetrics(registry));
 * ```
 *
 * The endpoint is the route's template with those of the routers around it, `/users/:user/films/:film`; the
 * status is the one finally sent, also by an error handler.
 */
export function expressMetrics(registry: AnyRegistry): ExpressMiddleware {
  const watch = expressWatch(registry);
  return (request, response, next) => {
    noteRoutes(request);
    watch(request, response);
    next();
  };
}

/**
 * The same from the server that an Express 5 application runs on, for whoever comes too late to be its first
 * middleware.
 */
export function expressServerMetrics(
  { server, app }: { readonly server: Server; readonly app: object },
  registry: AnyRegistry,
): void {
  noteRoutesOf(app);
  server.prependListener('request', expressWatch(registry));
}

function expressWatch(
  registry: AnyRegistry,
): (request: IncomingMessage, response: ServerResponse) => void {
  const watch = requestWatch(registry);
  const templateOf = routeTemplates();
  return (request, response) => {
    watch(request, response, (status) => {
      const matched = matchedOf(request);
      if (matched === undefined) return undefined;
      return status === 404 && isCatchAll(matched.route.path) ? undefined : templateOf(matched);
    });
  };
}

/** A route is reached through one mount point, or a few; more are parts of paths that no name was given to. */
const MOUNTS = 8;

function routeTemplates(): (matched: Matched) => string {
  const known = new WeakMap<Route, Map<string, string>>();
  return ({ route, mount }) => {
    const templates = known.get(route) ?? new Map<string, string>();
    const found = templates.get(mount);
    if (found !== undefined) return found;
    if (templates.size >= MOUNTS) return joined('/*', route);
    const template = joined(mount, route);
    known.set(route, templates.set(mount, template));
    return template;
  };
}

function joined(mount: string, { path }: Route): string {
  const text = pathText(path);
  const rest = text === '/' && mount !== '' ? '' : text;
  return mount + (mount === '' || rest === '' || rest.startsWith('/') ? rest : `/${rest}`);
}
