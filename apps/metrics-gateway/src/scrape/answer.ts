import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsGzip, acceptsOpenMetrics } from './accepts.js';
import { openMetricsOf, piecesOf, slicesOf, type Page, type Piece } from './page.js';

/** Time is worth more than bytes on the way to a Prometheus nearby; the rest of the levels saves little of text. */
const LEVEL = 1;

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Sends a page in the format that the client asks for. */
export function exposition(
  page: Page,
  request: FastifyRequest,
  reply: FastifyReply,
): StreamableFile {
  const isOpen = acceptsOpenMetrics(request.headers.accept);
  reply.header('content-type', isOpen ? OPEN_METRICS : TEXT);
  return sliced(isOpen ? openMetricsOf(page) : piecesOf(page), request, reply);
}

/** Sends the pieces in slices, compressed where the client takes that. */
export function sliced(
  pieces: Iterable<Piece>,
  request: FastifyRequest,
  reply: FastifyReply,
): StreamableFile {
  const slices = Readable.from(slicesOf(pieces), { objectMode: false });
  reply.header('vary', 'accept, accept-encoding').header('cache-control', 'no-store');
  if (!acceptsGzip(request.headers['accept-encoding'])) return new StreamableFile(slices);
  reply.header('content-encoding', 'gzip');
  const gzip = createGzip({ level: LEVEL });
  // `pipe` alone leaves the slices open when the client goes away.
  gzip.once('close', () => slices.destroy());
  slices.once('error', (error) => gzip.destroy(error));
  return new StreamableFile(slices.pipe(gzip));
}
