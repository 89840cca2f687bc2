import type { DataSource } from 'typeorm';
import { type Currency, type Plan, THEMES } from '@aura/metrics';
import { PRICE_MINOR } from '../billing/price.js';
import { pick, seededRandom, type Random } from '../load/random.js';
import {
  PAYMENTS,
  SUBSCRIPTIONS,
  USERS,
  type Payment,
  type Subscription,
  type User,
} from './customer.entity.js';
import { GENERATIONS, type Generation } from './generation.entity.js';

export interface Seed {
  readonly users: readonly User[];
  readonly subscriptions: readonly Subscription[];
  readonly payments: readonly Payment[];
  readonly generations: readonly Generation[];
}

interface Customer {
  readonly user: User;
  readonly plan: Plan;
}

export const SEEDED_USERS = 60;
/** Who asks without naming a user. */
export const GUEST = 'guest';
const HISTORY_DAYS = 30;
const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const PLAN_WEIGHTS = [
  ['free', 60],
  ['creator', 30],
  ['studio', 10],
] as const;
const CURRENCY_WEIGHTS = [
  ['USD', 2],
  ['EUR', 1],
] as const;

/** The identities of the seeded users, the most active first. */
export function seededUserIds(): string[] {
  return Array.from(
    { length: SEEDED_USERS },
    (_, index) => `u-${String(index + 1).padStart(3, '0')}`,
  );
}

/** A platform with a past: customers, what they paid, and thirty days of videos whose files are gone. */
export function seedOf(seed: number, now: Date): Seed {
  const random = seededRandom(seed);
  const customers = [GUEST, ...seededUserIds()].map((id) => customerOf(random, id, now));
  return {
    users: customers.map(({ user }) => user),
    subscriptions: customers.map(({ user, plan }) => ({
      userId: user.id,
      plan,
      startedAt: user.createdAt,
      endedAt: null,
    })),
    payments: customers.flatMap((customer) => paymentsOf(random, customer, now)),
    generations: customers.flatMap(({ user }, rank) => generationsOf(random, { user, rank, now })),
  };
}

/** Writes the seed into a database that has no users yet; otherwise does nothing. */
export async function plantSeed(dataSource: DataSource, seed: Seed): Promise<void> {
  await dataSource.transaction(async (manager) => {
    if ((await manager.count(USERS)) > 0) return;
    await manager.insert(USERS, [...seed.users]);
    await manager.insert(SUBSCRIPTIONS, [...seed.subscriptions]);
    await manager.insert(PAYMENTS, [...seed.payments]);
    for (const generation of seed.generations) await manager.insert(GENERATIONS, generation);
  });
}

function customerOf(random: Random, id: string, now: Date): Customer {
  const plan: Plan = id === GUEST ? 'free' : pick(random, PLAN_WEIGHTS);
  const currency: Currency = pick(random, CURRENCY_WEIGHTS);
  const createdAt = new Date(now.getTime() - random() * 4 * MONTH_MS);
  return { user: { id, currency, createdAt }, plan };
}

/** One payment at each monthly anniversary so far; about one in fifteen fails. */
function paymentsOf(random: Random, { user, plan }: Customer, now: Date): Payment[] {
  if (plan === 'free') return [];
  const months = Math.floor((now.getTime() - user.createdAt.getTime()) / MONTH_MS);
  return Array.from({ length: months + 1 }, (_, month) => ({
    userId: user.id,
    plan,
    currency: user.currency,
    amountMinor: PRICE_MINOR[plan],
    outcome: random() < 1 / 15 ? 'failed' : 'succeeded',
    paidAt: new Date(user.createdAt.getTime() + month * MONTH_MS),
  }));
}

interface Past {
  readonly user: User;
  readonly rank: number;
  readonly now: Date;
}

/** The first users were busy, the last asked once or twice. */
function generationsOf(random: Random, { user, rank, now }: Past): Generation[] {
  const count = Math.ceil(40 / (rank + 1)) + 1;
  const sinceMs = Math.min(HISTORY_DAYS * DAY_MS, now.getTime() - user.createdAt.getTime());
  return Array.from({ length: count }, () =>
    pastGeneration(random, user.id, new Date(now.getTime() - random() * sinceMs)),
  );
}

function pastGeneration(random: Random, userId: string, requestedAt: Date): Generation {
  const startedAt = new Date(requestedAt.getTime() + random() * 2_000);
  const finishedAt = new Date(startedAt.getTime() + 400 + random() * 2_000);
  const isFailed = random() < 0.02;
  return {
    ...emptyGeneration(seededUuid(random), requestedAt),
    userId,
    prompt: 'from before this installation',
    theme: pick(
      random,
      THEMES.map((theme) => [theme, 1] as const),
    ),
    status: isFailed ? 'failed' : 'completed',
    startedAt,
    finishedAt,
    errorType: isFailed ? 'EncoderError' : null,
    sweptAt: finishedAt,
  };
}

type Blank = Omit<
  Generation,
  'userId' | 'prompt' | 'theme' | 'status' | 'startedAt' | 'finishedAt' | 'errorType' | 'sweptAt'
>;

function emptyGeneration(id: string, requestedAt: Date): Blank {
  return {
    id,
    level: 'standard',
    durationSeconds: 2,
    stage: null,
    stageTimes: [],
    requestedAt,
    errorMessage: null,
    quality: null,
    masterBytes: null,
    videoBytes: null,
    thumbnailBytes: null,
    checksum: null,
  };
}

function seededUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
