import { parseConfig } from '@aura/service';
import { SCHEMA } from './config.js';

const DATABASE_URL = 'postgres://aura_reader:hunter2@127.0.0.1:5432/aura';

const read = (environment: Readonly<Record<string, string>>) =>
  parseConfig(SCHEMA, { DATABASE_URL, ...environment }, () => '');

describe('the price of a slot hour', () => {
  it('is 1.2 dollars unless it is set', () => {
    expect(read({})).toMatchObject({
      config: { RENDER_SLOT_HOUR_PRICE: 1.2, RENDER_PRICE_CURRENCY: 'USD' },
    });
    expect(read({ RENDER_SLOT_HOUR_PRICE: '0.31', RENDER_PRICE_CURRENCY: 'EUR' })).toMatchObject({
      config: { RENDER_SLOT_HOUR_PRICE: 0.31, RENDER_PRICE_CURRENCY: 'EUR' },
    });
  });

  it.each(['-1', '1,2', '1e3', 'free', '10001', '1.'])('is never %s', (text) => {
    expect(JSON.stringify(read({ RENDER_SLOT_HOUR_PRICE: text }))).toContain(
      'RENDER_SLOT_HOUR_PRICE',
    );
    expect(read({ RENDER_SLOT_HOUR_PRICE: text }).ok).toBe(false);
  });

  it('is in no currency that the ledger does not know', () => {
    expect(read({ RENDER_PRICE_CURRENCY: 'usd' }).ok).toBe(false);
  });
});
