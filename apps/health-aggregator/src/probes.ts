import { diskProbe, ffmpegProbe, httpProbe, type Probe } from '@aura/health';
import type { Config, Probed } from './config.js';
import { databaseProbe } from './database-probe.js';

/** How long each may take, and how often those are asked that change slowly. */
const MS = {
  databaseDeadline: 3_000,
  applicationDeadline: 5_000,
  diskInterval: 15_000,
  diskDeadline: 2_000,
  ffmpegInterval: 60_000,
  ffmpegDeadline: 20_000,
} as const;

/** The probe of each component that is asked. The queue has none of its own: the application's readiness speaks for it. */
export function probesOf(config: Config): readonly Probe<Probed>[] {
  return everyProbe(config).filter(({ component }) => config.PROBES.includes(component));
}

function everyProbe(config: Config): readonly Probe<Probed>[] {
  const { thresholds } = config;
  const intervalMs = config.PROBE_SECONDS * 1000;
  return [
    httpProbe({
      component: 'application',
      importance: 'critical',
      intervalMs,
      deadlineMs: MS.applicationDeadline,
      url: new URL('/health/ready', config.APPLICATION_URL).href,
      slowSeconds: thresholds.api.responseDegraded.value,
    }),
    databaseProbe({
      intervalMs,
      deadlineMs: MS.databaseDeadline,
      databaseUrl: config.DATABASE_URL,
      slowSeconds: thresholds.database.latencyDegraded.value,
    }),
    diskProbe({
      component: 'disk',
      importance: 'critical',
      kind: 'system',
      intervalMs: MS.diskInterval,
      deadlineMs: MS.diskDeadline,
      path: config.DISK_PATH,
      degradedBelowRatio: thresholds.disk.freeDegraded.value,
      unhealthyBelowRatio: thresholds.disk.freeUnhealthy.value,
    }),
    ffmpegProbe({
      component: 'ffmpeg',
      importance: 'optional',
      intervalMs: MS.ffmpegInterval,
      deadlineMs: MS.ffmpegDeadline,
      path: config.FFMPEG_PATH,
      expectsNvenc: config.NVENC === 'expected',
    }),
  ];
}
