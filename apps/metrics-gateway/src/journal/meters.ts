import { bind } from '@aura/instrumentation';
import { journal } from '@aura/metrics';
import type { Registry } from 'prom-client';

/** What the journal says of itself in a scrape. */
export interface Meters {
  readonly wrote: (seconds: number) => void;
  readonly failed: (reason: 'full' | 'failed') => void;
  readonly holds: (bytes: number) => void;
  readonly snapshot: (outcome: 'written' | 'failed') => void;
  readonly replayed: (replay: { readonly seconds: number; readonly tornBytes: number }) => void;
}

export function metersIn(registry: Registry): Meters {
  const writes = bind(registry, journal.writeDuration);
  const failures = bind(registry, journal.failures);
  const bytes = bind(registry, journal.bytes);
  const snapshots = bind(registry, journal.snapshots);
  const replays = bind(registry, journal.replayDuration);
  const torn = bind(registry, journal.tornBytes);
  return {
    wrote: (seconds) => writes.observe(seconds),
    failed: (reason) => failures.inc({ reason }),
    holds: (held) => bytes.set(held),
    snapshot: (outcome) => snapshots.inc({ outcome }),
    replayed: ({ seconds, tornBytes }) => {
      replays.set(seconds);
      torn.set(tornBytes);
    },
  };
}
