import type { CounterHandle } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Registry } from 'prom-client';
import type { Declared } from './conflict.js';
import { FAMILY_TYPES } from './exposition/family.js';
import { sentenceOf } from './exposition/fault.js';
import { parseExposition, type Parsed } from './exposition/parse.js';
import { attached, groupingOf, type Grouping } from './group.js';
import type { Applied, Push, PushStore } from './store.js';
import { textOf } from './text.js';

export interface Request {
  /** Path and query, percent-encoded as they came. */
  readonly url: string;
  readonly body: Uint8Array;
  readonly replaces: Push['replaces'];
}

type Refused = Exclude<Applied, { outcome: 'accepted' }>;

interface Outside {
  readonly pushes: CounterHandle<typeof gateway.pushes.labels>;
  readonly log: Log;
}

/** Takes pushes into the store, whole or not at all, and counts what became of them. */
export class Ingest {
  constructor(
    private readonly store: PushStore,
    private readonly registry: Registry,
    private readonly outside: Outside,
  ) {}

  receive({ url, body, replaces }: Request, nowSeconds: number): Applied {
    const read = groupingOf(url);
    if (!read.ok) return this.refused({ outcome: 'unfit', reason: read.reason });
    const { grouping } = read;
    const received = this.take(grouping, { body, replaces }, nowSeconds);
    if (received.outcome === 'accepted') {
      this.outside.pushes.inc({ outcome: 'accepted' });
      return received;
    }
    this.store.refuse(grouping, nowSeconds);
    return this.refused(received, grouping);
  }

  /** A push that was refused before anyone read it. */
  unread(url: string, reason: string, nowSeconds: number): void {
    const read = groupingOf(url);
    if (read.ok) this.store.refuse(read.grouping, nowSeconds);
    this.refused({ outcome: 'unfit', reason }, read.ok ? read.grouping : undefined);
  }

  private refused(received: Refused, grouping?: Grouping): Refused {
    this.outside.pushes.inc({ outcome: 'refused' });
    const { log } = this.outside;
    // The reason quotes the push, which is for its sender; the log has it only when it is asked for.
    const reason = log.isLevelEnabled('debug') ? received.reason : undefined;
    log.warn({ outcome: received.outcome, group: grouping?.key, reason }, 'push refused');
    return received;
  }

  private take(
    grouping: Grouping,
    { body, replaces }: Pick<Request, 'body' | 'replaces'>,
    nowSeconds: number,
  ): Applied {
    const parsed = parsedOf(body, grouping);
    if (!parsed.ok) return { outcome: 'unfit', reason: sentenceOf(parsed.fault) };
    const push = { grouping, families: parsed.families, replaces };
    return this.store.apply(push, (name) => this.own(name), nowSeconds);
  }

  /** A family that the gateway itself counts. */
  private own(name: string): Declared | undefined {
    const metric = this.registry.getSingleMetric(name);
    if (metric === undefined) return undefined;
    const stated: unknown = Reflect.get(metric, 'type');
    const type = FAMILY_TYPES.find((known) => known === stated) ?? 'untyped';
    return { type, owner: "the gateway's own metrics" };
  }
}

function parsedOf(body: Uint8Array, grouping: Grouping): Parsed {
  const text = textOf(body);
  return text.ok ? parseExposition(text.text, (labels) => attached(labels, grouping)) : text;
}
