import { IsNull, Not, type DataSource } from 'typeorm';
import { PAYMENTS, SUBSCRIPTIONS, USERS } from '../database/customer.entity.js';
import type { Random } from '../load/random.js';
import { PRICE_MINOR } from './price.js';

/** Cards expire: about one renewal in fifteen is declined. */
const DECLINE_RATIO = 1 / 15;

/** Takes a month's payment from one paying customer, chosen by chance. Without one nothing happens. */
export async function renewOne(dataSource: DataSource, random: Random, now: Date): Promise<void> {
  const open = await dataSource.getRepository(SUBSCRIPTIONS).find({
    where: { endedAt: IsNull(), plan: Not('free') },
    order: { id: 'ASC' },
  });
  const subscription = open[Math.floor(random() * open.length)];
  if (subscription === undefined || subscription.plan === 'free') return;
  const user = await dataSource.getRepository(USERS).findOneByOrFail({ id: subscription.userId });
  await dataSource.getRepository(PAYMENTS).insert({
    userId: user.id,
    plan: subscription.plan,
    currency: user.currency,
    amountMinor: PRICE_MINOR[subscription.plan],
    outcome: random() < DECLINE_RATIO ? 'failed' : 'succeeded',
    paidAt: now,
  });
}
