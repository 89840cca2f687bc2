import type { AnyRegistry } from '../family.js';
import { renderSlices } from '../render/render.js';
import { plain, rawHandler, type Answer, type Answerer, type RawHandler } from './answer.js';
import { bearerCheck, type BearerOptions } from './bearer.js';

export type MetricsHandlerOptions = BearerOptions;

/**
 * Serves a registry's text: with `node:http`, `createServer(metricsHandler(registry))`; with Express,
 * `app.get('/metrics', metricsHandler(registry))`; with Fastify, hijack the reply and give it both raw sides.
 *
 * The text is written in slices, so that a large one holds up nothing else.
 *
 * @throws when the options name no usable token, or two: `{ bearerToken: undefined }` lets nobody in by mistake.
 */
export function metricsHandler(
  registry: AnyRegistry,
  options: MetricsHandlerOptions = {},
): RawHandler {
  return rawHandler(metricsAnswerer(registry, options));
}

export function metricsAnswerer(registry: AnyRegistry, options: BearerOptions): Answerer {
  const isAllowed = bearerCheck(options);
  return async ({ authorization }) => {
    try {
      if (!(await isAllowed(authorization))) return UNAUTHORIZED;
    } catch (error) {
      return failed('the bearer token of the metrics could not be read, nobody is let in', error);
    }
    try {
      return await textOf(registry);
    } catch (error) {
      return failed('the metrics could not be collected', error);
    }
  };
}

/** The `name` of the process warnings that tell of a scrape that could not be answered. */
export const FAILED_SCRAPE = 'FailedScrape';

const UNAUTHORIZED = plain(401, 'this needs Authorization: Bearer <token>\n', {
  'www-authenticate': 'Bearer realm="metrics"',
});

async function textOf(registry: AnyRegistry): Promise<Answer> {
  const slices = renderSlices(registry);
  // What cannot be collected is known before the first slice: there is still a status to say so.
  const first = await slices.next();
  return {
    status: 200,
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
    body: rest(first, slices),
  };
}

async function* rest<S>(
  first: IteratorResult<S, void>,
  slices: AsyncGenerator<S, void>,
): AsyncGenerator<S, void> {
  if (first.done !== true) yield first.value;
  yield* slices;
}

/** The reason stays here: an answer may be read by people who should not know what the process is made of. */
function failed(what: string, error: unknown): Answer {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`${what}: ${reason}`, FAILED_SCRAPE);
  return plain(503, `${what}; the process warnings say why\n`);
}
