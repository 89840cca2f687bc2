import type { IncomingMessage } from 'node:http';
import { templateOf, type Params, type RoutePath } from './path.js';

/** Where a request was routed to, and the template that the route's router is mounted at. */
export interface Matched {
  readonly route: Route;
  readonly mount: string;
}

export interface Route {
  readonly path: RoutePath;
}

/** What is read of a request of Express 4 and 5. */
export interface MountedRequest {
  readonly app?: object;
}

/**
 * Express says where a router is mounted by the part of the URL that it took off, `baseUrl`: with the parameters
 * filled in, and only while the request is inside that router. An error leaves it before anyone answers. So both
 * `baseUrl` and `route` are noted when Express writes them, by accessors on the application's own request object,
 * from which all its requests inherit.
 */
export function noteRoutes(request: MountedRequest): void {
  const shared = (request.app === undefined ? undefined : sharedBy(request.app)) ?? request;
  // Written before there was an accessor: on an application's first request, and on each of Express 4.
  const written = NOTED.map((name) => Object.getOwnPropertyDescriptor(request, name));
  note(shared);
  NOTED.forEach((name, i) => {
    const own = written[i];
    if (own === undefined || !('value' in own)) return;
    if (shared !== request) Reflect.deleteProperty(request, name);
    Reflect.set(request, name, own.value);
  });
}

/** The same for all requests to come of an application of Express. */
export function noteRoutesOf(app: object): void {
  const shared = sharedBy(app);
  if (shared !== undefined) note(shared);
}

/** The last route that took the request, or undefined when none did. */
export function matchedOf(request: IncomingMessage & NotedRequest): Matched | undefined {
  const route = request[ROUTE];
  return route === undefined ? undefined : { route, mount: request[ROUTE_PLACE]?.template ?? '' };
}

// Registered symbols: two copies of this library in one process share the accessors of the first.
const PLACE = Symbol.for('@aura/instrumentation/place');
const ROUTE = Symbol.for('@aura/instrumentation/route');
const ROUTE_PLACE = Symbol.for('@aura/instrumentation/route-place');

interface NotedRequest {
  readonly params?: Params;
  [PLACE]?: Place | undefined;
  [ROUTE]?: Route | undefined;
  [ROUTE_PLACE]?: Place | undefined;
}

/** A mount point that a request is inside of. */
interface Place {
  readonly url: string;
  readonly template: string;
  readonly params: Params;
  readonly parent: Place | undefined;
}

const ROOT: Place = { url: '', template: '', params: {}, parent: undefined };

const NOTED = ['baseUrl', 'route'] as const;

const ACCESSORS: PropertyDescriptorMap & ThisType<NotedRequest> = {
  [PLACE]: { value: undefined, writable: true, configurable: true },
  baseUrl: {
    configurable: true,
    enumerable: true,
    get() {
      return this[PLACE]?.url;
    },
    set(url: string | undefined) {
      this[PLACE] = url === undefined ? undefined : placeAt(url, this[PLACE] ?? ROOT, this.params);
    },
  },
  route: {
    configurable: true,
    enumerable: true,
    get() {
      return this[ROUTE];
    },
    set(route: Route | undefined) {
      this[ROUTE] = route;
      this[ROUTE_PLACE] = this[PLACE];
    },
  },
};

/** Express goes down into a router and comes back up from it, one step at a time. */
function placeAt(url: string, current: Place, params: Params = {}): Place {
  let parent = current;
  while (parent.parent !== undefined && !isWithin(url, parent.url)) parent = parent.parent;
  if (parent.url === url) return parent;
  const taken = url.slice(parent.url.length);
  const template = parent.template + templateOf(taken, withoutThoseOf(parent.params, params));
  return { url, template, params, parent };
}

function isWithin(url: string, place: string): boolean {
  return url === place || url.startsWith(`${place}/`);
}

/** A router that merges parameters has its parent's too, and they stand for no part of its own mount path. */
function withoutThoseOf(parent: Params, params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => parent[name] !== value),
  );
}

function note(shared: object): void {
  if (!(PLACE in shared)) Object.defineProperties(shared, ACCESSORS);
}

function sharedBy(app: object): object | undefined {
  const shared: unknown = Reflect.get(app, 'request');
  return typeof shared === 'object' && shared !== null ? shared : undefined;
}
