/** What a token may allow. */
export const RIGHTS = ['push', 'scrape', 'admin'] as const;
export type Right = (typeof RIGHTS)[number];

const OPEN: ReadonlySet<string> = new Set([
  '/health',
  '/health/live',
  '/health/ready',
  '/-/healthy',
  '/-/ready',
]);
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** What a request needs, by its route; undefined for what is open to all. What nobody thought of needs `push`. */
export function rightFor(method: string, route: string): Right | undefined {
  if (OPEN.has(route)) return undefined;
  if (route.startsWith('/api/v1/admin/')) return 'admin';
  return READING.has(method) ? 'scrape' : 'push';
}
