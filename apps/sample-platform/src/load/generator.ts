import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@aura/service';
import { renewOne } from '../billing/renewal.js';
import type { Config } from '../config.js';
import { seededUserIds } from '../database/seed.js';
import type { Platform } from '../platform/platform.js';
import type { Shutdown } from '../platform/shutdown.js';
import { isNewcomer, newcomerId, nextGapMs, nextWish, type Wish } from './arrivals.js';
import { Customer } from './client.js';
import { seededRandom, type Random } from './random.js';

export interface LoadState {
  readonly perMinute: number;
  readonly inFlight: number;
  /** Since the start of the process. */
  readonly asked: number;
  /** Arrivals that did not ask, for the platform held them back or too many requests were unanswered. */
  readonly skipped: number;
}

export interface LoadNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly platform: Platform;
  readonly shutdown: Shutdown;
  /** Where this platform listens; undefined before it does. */
  readonly port: () => number | undefined;
}

const MOST_IN_FLIGHT = 50;
const REMEMBERED = 20;
/** One accepted request in ten comes with the monthly payment of somebody. */
const RENEWAL_RATIO = 0.1;

/**
 * Customers out of a seeded generator: they ask over HTTP like any other, at a rate that can be changed.
 * When the platform answers 429 (see MOST_WAITING) nobody asks for as long as it says, so a queue without
 * workers does not grow for hours; requests without an answer are bounded too.
 */
export class LoadGenerator implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #needs: LoadNeeds;
  readonly #users = seededUserIds();
  readonly #arrivals: Random;
  /** A stream of its own, so that answers, whose order nobody seeds, leave the arrivals alone. */
  readonly #whims: Random;
  /** Another one, so that who is new changes nothing of what is asked. */
  readonly #newcomers: Random;
  #perMinute: number;
  #timer: NodeJS.Timeout | undefined;
  #recent: readonly string[] = [];
  #heldBackUntil = 0;
  #inFlight = 0;
  #asked = 0;
  #skipped = 0;

  constructor(needs: LoadNeeds) {
    this.#needs = needs;
    this.#perMinute = needs.config.LOAD_PER_MINUTE;
    this.#arrivals = seededRandom(needs.config.LOAD_SEED);
    this.#whims = seededRandom(needs.config.LOAD_SEED + 1);
    this.#newcomers = seededRandom(needs.config.LOAD_SEED + 2);
  }

  get state(): LoadState {
    const [perMinute, inFlight] = [this.#perMinute, this.#inFlight];
    return { perMinute, inFlight, asked: this.#asked, skipped: this.#skipped };
  }

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  onModuleDestroy(): void {
    this.setRate(0);
  }

  /** Takes effect at once: gaps of a Poisson process have no memory. */
  setRate(perMinute: number): void {
    this.#perMinute = perMinute;
    clearTimeout(this.#timer);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#perMinute === 0 || this.#needs.shutdown.signal.aborted) return;
    this.#timer = setTimeout(
      () => {
        void this.#arrive();
        this.#schedule();
      },
      nextGapMs(this.#arrivals, this.#perMinute),
    );
  }

  async #arrive(): Promise<void> {
    const wish = this.#nextWish();
    const customer = this.#customer();
    const isHeldBack = Date.now() < this.#heldBackUntil || this.#inFlight >= MOST_IN_FLIGHT;
    if (customer === undefined || isHeldBack) {
      this.#skipped += 1;
      return;
    }
    this.#inFlight += 1;
    try {
      await this.#visit(customer, wish);
    } catch (error) {
      // The platform counts its own failures; a customer only shrugs.
      this.#needs.log.debug({ err: error }, 'a simulated customer was disappointed');
    } finally {
      this.#inFlight -= 1;
    }
  }

  #nextWish(): Wish {
    const wish = nextWish(this.#arrivals, this.#users);
    return isNewcomer(this.#newcomers) ? { ...wish, userId: newcomerId(new Date()) } : wish;
  }

  async #visit(customer: Customer, wish: Wish): Promise<void> {
    this.#asked += 1;
    const asked = await customer.ask(wish);
    if (asked.kind === 'held back') this.#heldBackUntil = Date.now() + asked.retryInMs;
    if (asked.kind !== 'accepted') return;
    const earlier = this.#recent[Math.floor(this.#whims() * this.#recent.length)];
    this.#recent = [asked.id, ...this.#recent].slice(0, REMEMBERED);
    if (earlier !== undefined) await customer.look(earlier);
    if (this.#whims() < RENEWAL_RATIO) {
      await renewOne(this.#needs.platform.parts.dataSource, this.#whims, new Date());
    }
  }

  #customer(): Customer | undefined {
    const port = this.#needs.port();
    if (port === undefined) return undefined;
    return new Customer(`http://127.0.0.1:${String(port)}`, this.#needs.shutdown.signal);
  }
}
