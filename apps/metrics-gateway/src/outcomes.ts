import { bind, type CounterHandle } from '@aura/instrumentation';
import { gateway, type PUSH_ROUTES, type REFUSAL_REASONS } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Registry } from 'prom-client';

export type Route = (typeof PUSH_ROUTES)[number];
export type Reason = (typeof REFUSAL_REASONS)[number];

export interface Refusal {
  readonly route: Route;
  readonly reason: Reason;
  /** The sentence that its sender was told. It may quote what was pushed. */
  readonly said: string;
  /** Who pushed, as far as that is known: a group, a producer, the name of a token. */
  readonly who?: string | undefined;
}

export interface Remembered extends Refusal {
  readonly atSeconds: number;
}

const REMEMBERED = 200;
/** Of a sentence or a name that quotes what a stranger sent. */
const REMEMBERED_CHARACTERS = 500;

/** What became of the pushes: counted, logged, and the latest refusals kept for who asks why. */
export class Outcomes {
  private readonly pushes: CounterHandle<typeof gateway.pushes.labels>;
  private readonly refusals: CounterHandle<typeof gateway.refusals.labels>;
  private readonly kept: Remembered[] = [];

  constructor(
    registry: Registry,
    private readonly log: Log,
    private readonly nowSeconds: () => number,
  ) {
    this.pushes = bind(registry, gateway.pushes);
    this.refusals = bind(registry, gateway.refusals);
  }

  accepted(route: Route): void {
    this.pushes.inc({ route, outcome: 'accepted' });
  }

  /** Taken before, so that nothing changed. */
  duplicate(route: Route): void {
    this.pushes.inc({ route, outcome: 'duplicate' });
  }

  refused({ route, reason, said, who }: Refusal): void {
    this.pushes.inc({ route, outcome: 'refused' });
    this.refusals.inc({ route, reason });
    // The sentence quotes the push, which is for its sender; the log has it only when it is asked for.
    const quoted = this.log.isLevelEnabled('debug') ? said : undefined;
    this.log.warn({ route, reason, who, said: quoted }, 'push refused');
    const atSeconds = this.nowSeconds();
    this.kept.unshift({ atSeconds, route, reason, said: cut(said), who: who && cut(who) });
    this.kept.length = Math.min(this.kept.length, REMEMBERED);
  }

  /** The latest refusals, newest first. */
  recent(): readonly Remembered[] {
    return [...this.kept];
  }
}

function cut(text: string): string {
  if (text.length <= REMEMBERED_CHARACTERS) return text;
  return `${text.slice(0, REMEMBERED_CHARACTERS - 1)}…`;
}
