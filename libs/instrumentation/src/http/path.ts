/** A route's path as Express takes it. */
export type RoutePath = string | RegExp | readonly RoutePath[];

/** `*`, `/*`, `*path`, `/{*path}`: a route for whatever is left. One that answers 404 has matched nothing. */
export function isCatchAll(path: RoutePath): boolean {
  return typeof path === 'string' && /^\/?\{?\/?\*\w*\}?$/.test(path);
}

/** The one text of a route's path; several alternatives are one route. */
export function pathText(path: RoutePath): string {
  if (typeof path === 'string') return path;
  return path instanceof RegExp ? String(path) : path.map(pathText).join('|');
}

/** What a router matched, by the name of each parameter: a text, or for a wildcard its segments. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * The template of a path that was matched: `/users/42/films` with `{ user: '42' }` is `/users/:user/films`.
 * Read from its end, for parameters stand behind the words that say what they are.
 */
export function templateOf(path: string, params: Params): string {
  let rest = decoded(path);
  let template = '';
  for (const [name, value] of Object.entries(params).reverse()) {
    const text = Array.isArray(value) ? value.join('/') : value;
    if (typeof text !== 'string' || text === '') continue;
    const at = lastPlaceOf(text, rest);
    if (at < 0) continue;
    template = `:${name}${rest.slice(at + text.length)}${template}`;
    rest = rest.slice(0, at);
  }
  return rest + template;
}

/** A whole segment is a likelier place than a part of one. */
function lastPlaceOf(text: string, path: string): number {
  const whole = `${path}/`.lastIndexOf(`/${text}/`);
  return whole < 0 ? path.lastIndexOf(text) : whole + 1;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
