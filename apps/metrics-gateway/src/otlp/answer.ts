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
  return lengthened(1, Buffer.concat([whole(1, points), lengthened(2, Buffer.from(said))]));
}

/** google.rpc.Code of the answers that are not a success. */
const CODES: Readonly<Record<number, number>> = { 403: 7, 429: 8, 503: 14 };
const INVALID_ARGUMENT = 3;

/** A google.rpc.Status, which every answer but a success holds. */
export function statusMessage(status: number, message: string, format: Format): Buffer {
  const code = CODES[status] ?? INVALID_ARGUMENT;
  if (format === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([whole(1, code), lengthened(2, Buffer.from(message))]);
}

function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function lengthened(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
