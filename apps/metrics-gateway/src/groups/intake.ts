import type { CounterHandle } from '@aura/instrumentation';
import type { gateway } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Registry } from 'prom-client';
import type { Adder } from '../adding/adder.js';
import { conflictOfGrouped, declaredIn } from '../adding/apart.js';
import type { Door } from '../door/door.js';
import type { Quarantine } from '../door/quarantine.js';
import type { Totals } from '../adding/totals.js';
import type { Beside } from '../conflict.js';
import type { Expiry, Renewal } from './expiry.js';
import { sentenceOf } from '../exposition/fault.js';
import { groupingOf, type Grouping } from './group.js';
import { parsingOf, registerGroups } from './records.js';
import { inPauses } from '../turns.js';
import type { Journal } from '../journal/journal.js';
import { encodePushed, pushedOf, urlOf } from './pushed.js';
import { outcomeOf, UNWRITTEN, type Unwritten } from '../journal/unwritten.js';
import { growthFault, lengthFault } from './lengths.js';
import type { Outcomes, Reason } from '../outcomes.js';
import { registeredIn } from '../registered.js';
import type { Applied, Push, PushStore } from './store.js';

export interface Request {
  /** Path and query, percent-encoded as they came. */
  readonly url: string;
  readonly body: Uint8Array;
  readonly replaces: Push['replaces'];
  /** After how long without a push the group is forgotten; 0 for never. The gateway's setting when not given. */
  readonly expireAfterSeconds?: number;
}

export type Received = Applied | Unwritten;

type Refused = Exclude<Received, { outcome: 'accepted' }>;

/** Why a push was refused before anyone read it. */
export interface Unread {
  readonly reason: Reason;
  readonly said: string;
}

interface Outside {
  readonly journal: Journal;
  /** What was added up, which no group may have. */
  readonly totals: Totals;
  readonly door: Door;
  readonly quarantine: Quarantine;
  readonly adder: Adder;
  readonly expiry: Expiry;
  readonly outcomes: Outcomes;
  readonly expired: CounterHandle<typeof gateway.groupsExpired.labels>;
  readonly log: Log;
}

/** Takes pushes into the store, whole or not at all, and counts what became of them. */
export class GroupIntake {
  constructor(
    private readonly store: PushStore,
    private readonly registry: Registry,
    private readonly outside: Outside,
  ) {
    registerGroups(outside.journal, {
      apply: (push, renewal) => this.apply(push, renewal),
      refuse: (grouping, atSeconds) => this.store.refuse(grouping, atSeconds),
      drop: (grouping) => this.drop(grouping),
      dropAll: () => this.dropAll(),
      clear: () => this.clear(),
      dump: () => this.dump(),
      log: outside.log,
    });
  }

  /** The answer comes when the push is durable, as far as the journal's policy goes. */
  async receive(request: Request, nowSeconds: number): Promise<Received> {
    const read = groupingOf(request.url);
    if (!read.ok) return this.refused(malformed(read.reason));
    const { grouping } = read;
    const received = await this.take(grouping, request, nowSeconds);
    if (received.outcome === 'accepted') {
      this.outside.outcomes.accepted('group');
      return received;
    }
    if (received.outcome !== 'unwritten') this.store.refuse(grouping, nowSeconds);
    return this.refused(received, grouping);
  }

  /** Forgets a group, if there is one. */
  remove(grouping: Grouping, url: string): Promise<Received> {
    return this.forget({ kind: 'delete', what: url, drop: () => this.drop(grouping) });
  }

  /**
   * Forgets every group, every sum and who pushed them. What of OTLP and events is known to have been counted stays:
   * their senders repeat themselves, and would bring back what is wiped.
   */
  wipe(): Promise<Received> {
    return this.forget({ kind: 'wipe all', what: '', drop: () => this.clear() });
  }

  /** Forgets every group that nobody has pushed to for too long. */
  async expire(nowSeconds: number): Promise<void> {
    const { expiry, expired } = this.outside;
    const expiring = expiry.due(nowSeconds).map((grouping) => {
      const drop = (): boolean => {
        // It may have been pushed to since.
        const isDue = expiry.isDue(grouping, nowSeconds);
        if (isDue) this.drop(grouping);
        if (isDue) expired.inc();
        return isDue;
      };
      return this.forget({ kind: 'delete', what: urlOf(grouping), drop });
    });
    await Promise.all(expiring);
  }

  /** A push that was refused before anyone read it. */
  unread(url: string, { reason, said }: Unread, nowSeconds: number): void {
    const read = groupingOf(url);
    if (read.ok) this.store.refuse(read.grouping, nowSeconds);
    const who = read.ok ? read.grouping.key : undefined;
    this.outside.outcomes.refused({ route: 'group', reason, said, who });
  }

  private refused(received: Refused, grouping?: Grouping): Refused {
    const [reason, said] =
      received.outcome === 'unwritten'
        ? (['disk', UNWRITTEN[received.reason]] as const)
        : [received.because, received.reason];
    this.outside.outcomes.refused({ route: 'group', reason, said, who: grouping?.key });
    return received;
  }

  private async take(grouping: Grouping, request: Request, atSeconds: number): Promise<Received> {
    const tooMuch = growthFault(request.body, grouping);
    if (tooMuch !== undefined) return oversized(tooMuch);
    const parsed = await inPauses(parsingOf(request.body, grouping));
    if (!parsed.ok) return malformed(sentenceOf(parsed.fault));
    const tooLong = lengthFault(parsed.families);
    if (tooLong !== undefined) return oversized(tooLong);
    const { replaces, expireAfterSeconds } = request;
    const push = { grouping, families: parsed.families, replaces };
    const appended = await this.outside.journal.append({
      kind: 'push',
      encode: () => encodePushed({ ...request, atSeconds }),
      apply: () => {
        const answer = this.apply(push, { atSeconds, expireAfterSeconds });
        return { answer, isKept: answer.outcome === 'accepted' };
      },
    });
    return outcomeOf(appended);
  }

  /** `drop` says whether anything was to be forgotten. */
  private async forget(one: {
    readonly kind: string;
    readonly what: string;
    readonly drop: () => boolean;
  }): Promise<Received> {
    const appended = await this.outside.journal.append({
      kind: one.kind,
      encode: () => Buffer.from(one.what),
      apply: () => ({ answer: { outcome: 'accepted' } as const, isKept: one.drop() }),
    });
    return outcomeOf(appended);
  }

  private drop(grouping: Grouping): boolean {
    this.store.remove(grouping);
    this.outside.quarantine.groups.forget(grouping);
    this.outside.expiry.forget(grouping);
    return true;
  }

  private dropAll(): boolean {
    for (const { grouping } of this.store.saved()) this.drop(grouping);
    return true;
  }

  private clear(): boolean {
    this.outside.adder.clear();
    return this.dropAll();
  }

  private dump(): readonly (() => Uint8Array)[] {
    const { expiry, quarantine } = this.outside;
    return this.store.saved().map((group) => {
      const said = expiry.saidOf(group.grouping);
      const aside = quarantine.groups.textsOf(group.grouping);
      return () => {
        const pushed = pushedOf(group);
        return encodePushed({ ...pushed, ...said, body: Buffer.concat([pushed.body, ...aside]) });
      };
    });
  }

  private apply(push: Push, renewal: Renewal): Applied {
    const { door, expiry, quarantine, totals } = this.outside;
    const sorted = door.sort(push.families, push.grouping.labels);
    if (!sorted.ok) return { outcome: 'unfit', because: 'catalogue', reason: sorted.reason };
    const reason = conflictOfGrouped(sorted.families, totals);
    if (reason !== undefined) return { outcome: 'unfit', because: 'conflict', reason };
    const aside = { ...push, families: sorted.aside };
    const excess = quarantine.excess(quarantine.groups.opens(aside));
    if (excess !== undefined) return { outcome: 'full', because: 'full', reason: excess };
    const own: Beside = (name) => registeredIn(this.registry, name) ?? declaredIn(totals, name);
    const shown = { ...push, families: sorted.families };
    const applied = this.store.apply(shown, own, renewal.atSeconds);
    if (applied.outcome === 'accepted') quarantine.groups.take(aside, renewal.atSeconds);
    if (applied.outcome === 'accepted') expiry.renew(push.grouping, renewal);
    return applied;
  }
}

function oversized(reason: string): Exclude<Applied, { outcome: 'accepted' }> {
  return { outcome: 'unfit', because: 'oversized', reason };
}

function malformed(reason: string): Exclude<Applied, { outcome: 'accepted' }> {
  return { outcome: 'unfit', because: 'malformed', reason };
}
