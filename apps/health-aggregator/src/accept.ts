import { HEALTH_JSON } from '@aura/health';

/** Whether the client asks for health+json, and not for plain JSON above it. */
export function wantsHealthJson(accept: string | undefined): boolean {
  const weight = weights(accept ?? '');
  const asked = weight.get(HEALTH_JSON) ?? 0;
  return asked > 0 && asked >= (weight.get('application/json') ?? 0);
}

/** Media types of an Accept header with their quality, RFC 9110 section 12.5.1. */
function weights(accept: string): ReadonlyMap<string, number> {
  return new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
      const weight = quality === undefined ? 1 : Number(quality);
      return [type, Number.isFinite(weight) ? weight : 0];
    }),
  );
}
