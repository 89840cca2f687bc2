import { CURRENCIES, SCRAPE_JOBS } from '@aura/metrics';
import {
  oneOf,
  readConfig,
  serviceSchema,
  url,
  variable,
  wholeNumber,
  type ConfigOf,
} from '@aura/service';
import { z } from 'zod';

export const SCHEMA = serviceSchema(SCRAPE_JOBS['business-reporter'], {
  DATABASE_URL: variable(url('postgres', 'postgresql'), {
    example: 'postgres://aura_reader:password@127.0.0.1:5432/aura',
    isSecret: true,
  }),
  REFRESH_SECONDS: variable(wholeNumber(1, 300).default(15), { example: '15' }),
  RENDER_SLOT_HOUR_PRICE: variable(price().default(1.2), { example: '1.2' }),
  RENDER_PRICE_CURRENCY: variable(oneOf(...CURRENCIES).default('USD'), { example: 'USD' }),
});

export type Config = ConfigOf<typeof SCHEMA>;

/** An amount of money in the major unit of its currency. */
function price(): z.ZodType<number, string> {
  const expected = 'expected a price of 0 to 10000 such as 1.2, with a decimal point';
  return z
    .string()
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) <= 10_000, expected)
    .transform(Number);
}

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
