import { z } from 'zod';
import { oneOf, port, token, variable } from './variable.js';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

type Shape = Readonly<Record<string, z.ZodType>>;
type CommonShape = ReturnType<typeof commonShape>;

/** What the schema of any service reads at least. */
export type CommonSchema = z.ZodObject<CommonShape>;

/**
 * The variables of a service: the ones that every service has, with its own beside them.
 *
 * ```ts
 * const schema = serviceSchema(8001, {
 *   DATABASE_URL: variable(url('postgres'), { example: 'postgres://aura:…@127.0.0.1/aura', isSecret: true }),
 *   REFRESH_SECONDS: variable(wholeNumber(1, 3600).default(15), { example: '15' }),
 * });
 * ```
 */
export function serviceSchema<const S extends Shape>(
  defaultPort: number,
  own: S,
): z.ZodObject<CommonShape & S> {
  return z.object({ ...commonShape(defaultPort), ...own });
}

/** The files of TLS are judged together, when the service starts; here they need only be readable. */
function faultsIn(): readonly string[] {
  return [];
}

function commonShape(defaultPort: number) {
  return {
    HOST: variable(z.string().default('127.0.0.1'), { example: '127.0.0.1' }),
    PORT: variable(port().default(defaultPort), { example: String(defaultPort) }),
    METRICS_PORT: variable(port().optional(), { example: '9464' }),
    METRICS_TOKEN: variable(token().optional(), { example: '…', isSecret: true }),
    LOG_LEVEL: variable(oneOf(...LOG_LEVELS).default('info'), { example: 'info' }),
    TLS_CERT_FILE: variable(z.string().optional(), { example: '/etc/aura/tls.crt', faultsIn }),
    TLS_KEY_FILE: variable(z.string().optional(), { example: '/etc/aura/tls.key', faultsIn }),
    TLS_CLIENT_CA_FILE: variable(z.string().optional(), {
      example: '/etc/aura/clients-ca.crt',
      faultsIn,
    }),
    THRESHOLDS_FILE: variable(z.string().optional(), { example: '/etc/aura/thresholds.yml' }),
  };
}
