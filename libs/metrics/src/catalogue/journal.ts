import { counter, gauge, histogram } from '../metric.js';

/** The gateway's journal: there where it keeps one. */
export const journal = {
  writeDuration: histogram({
    name: 'gateway_journal_write_duration_seconds',
    unit: 'seconds',
    help: 'Time of one write of the journal with its fsync, which the pushes of that moment share.',
    labels: {},
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  }),
  failures: counter({
    name: 'gateway_journal_failures_total',
    unit: 'count',
    help: 'Writes that the disk did not take: because it was full, or failed otherwise. Their pushes were refused.',
    labels: { reason: ['full', 'failed'] },
  }),
  bytes: gauge({
    name: 'gateway_journal_bytes',
    unit: 'bytes',
    help: 'Written to the journal since its last snapshot, which a start has to read again.',
    labels: {},
  }),
  snapshots: counter({
    name: 'gateway_journal_snapshots_total',
    unit: 'count',
    help: 'Snapshots that were to replace the journal behind them; while they fail, it grows.',
    labels: { outcome: ['written', 'failed'] },
  }),
  replayDuration: gauge({
    name: 'gateway_journal_replay_duration_seconds',
    unit: 'seconds',
    help: 'How long the last start took to read the journal back; nothing was served meanwhile.',
    labels: {},
  }),
  tornBytes: gauge({
    name: 'gateway_journal_torn_bytes',
    unit: 'bytes',
    help: 'The end of the journal that the last start dropped because a write had been cut short; nobody was told it was taken.',
    labels: {},
  }),
};
