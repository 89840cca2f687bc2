import { parseConfig } from '@aura/service';
import { SCHEMA } from './config.js';

it('refuses the token that other services ask for at /metrics, which would guard nothing here', () => {
  const read = parseConfig(SCHEMA, { METRICS_TOKEN: 'eleven-twelve-thirteen' }, () => '');

  expect(read.ok ? [] : read.problems).toEqual([
    'METRICS_TOKEN: expected none, for who may scrape the gateway stands in TOKENS_FILE (got a secret of 22 characters, not shown); example: METRICS_TOKEN=…',
  ]);
});
