import { bytes, message, whole } from '../exposition/message.js';

/** The formats of a request, and so of its answer. */
export const CONTENT_TYPES = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
} as const;
export type Format = keyof typeof CONTENT_TYPES;

export function formatOf(contentType: string | undefined): Format | undefined {
  const [type = ''] = (contentType ?? '').split(';');
  const named = type.trim().toLowerCase();
  if (named === CONTENT_TYPES.protobuf) return 'protobuf';
  return named === CONTENT_TYPES.json ? 'json' : undefined;
}

/** An ExportMetricsServiceResponse; without rejected points it is empty. */
export function exportResponse(
  rejected: { readonly points: number; readonly said: string },
  format: Format,
): Buffer {
  const { points, said } = rejected;
  if (format === 'json') {
    const partialSuccess = { rejectedDataPoints: String(points), errorMessage: said };
    return Buffer.from(JSON.stringify(points === 0 ? {} : { partialSuccess }));
  }
  if (points === 0) return Buffer.alloc(0);
  return bytes(1, message(whole(1, points), bytes(2, said)));
}

/** google.rpc.Code of the answers that are not a success. */
const CODES: Readonly<Record<number, number>> = { 403: 7, 429: 8, 503: 14 };
const INVALID_ARGUMENT = 3;

/** A google.rpc.Status, which every answer but a success holds. */
export function statusMessage(status: number, said: string, format: Format): Buffer {
  const code = CODES[status] ?? INVALID_ARGUMENT;
  if (format === 'json') return Buffer.from(JSON.stringify({ code, message: said }));
  return message(whole(1, code), bytes(2, said));
}
