import { gateway, REQUIRED_JOB_NAMES } from '@aura/metrics';
import { above, increase, now, sumBy } from '@aura/metrics/promql';
import { PARTS } from '../parts/table.js';
import {
  prometheusAt,
  type Prometheus,
  type Sample,
  type Target,
} from '../monitoring/prometheus.js';
import { broken, doubtful, fine, orFine, unasked, type Finding } from './finding.js';
import { originOf, type Patient } from './patient.js';

const ANSWER_DEADLINE_MS = 5_000;
/** A scrape that takes more of its time than this may soon be cut off, and with it all that the target tells. */
const SLOW_SHARE = 0.5;

const NONE = { value: 0, unit: 'count' } as const;
/** `increase` reckons with parts of one. */
const HALF = { value: 0.5, unit: 'count' } as const;

/** Metrics Not Appearing: what is served, what is scraped, what was refused at the door. */
export async function ofMetrics(patient: Patient): Promise<readonly Finding[]> {
  const served = await Promise.all(
    PARTS.filter(({ isApp }) => isApp).map(({ name }) => ofEndpoint(name, originOf(patient, name))),
  );
  const url = originOf(patient, 'prometheus');
  if (url === undefined) return [...served.flat(), unasked('targets', 'Prometheus does not run')];
  const prometheus = prometheusAt(url);
  return [
    ...served.flat(),
    ...judgeTargets(await prometheus.targets(), REQUIRED_JOB_NAMES),
    ...(await ofDoor(patient, prometheus)),
  ];
}

async function ofEndpoint(name: string, origin: string | undefined): Promise<readonly Finding[]> {
  if (origin === undefined) return []; // told with the parts
  const address = `${origin}/metrics`;
  const remedy = `curl ${address}; npm run stack -- logs ${name}`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
    const text = await response.text();
    if (!response.ok)
      return [broken(name, { says: `${address} answers ${response.status}`, remedy })];
    const families = text.match(/^# TYPE /gm)?.length ?? 0;
    return [fine(name, `serves ${families} families at ${address}`)];
  } catch (error) {
    return [broken(name, { says: `${address} gives no answer: ${String(error)}`, remedy })];
  }
}

/** Prometheus' own view of each target, and the jobs that have none. */
export function judgeTargets(
  targets: readonly Target[],
  jobs: readonly string[],
): readonly Finding[] {
  const found = new Set(targets.map(({ labels }) => labels['job']));
  const without = jobs
    .filter((job) => !found.has(job))
    .map((job) => broken(`target ${job}`, { says: 'Prometheus scrapes none', remedy: RESTART }));
  const troubles = [...without, ...targets.flatMap(judgeTarget)];
  return orFine(troubles, fine('targets', `${targets.length} are scraped, and all are up`));
}

const RESTART = 'npm run stack -- restart prometheus, which reads its configuration anew';

function judgeTarget(target: Target): readonly Finding[] {
  const { labels, health, lastError, scrapeUrl, lastScrapeDuration: took } = target;
  const about = `target ${labels['job'] ?? scrapeUrl}`;
  if (health === 'unknown') return [unasked(about, `${scrapeUrl} was not scraped yet`)];
  if (health !== 'up') {
    const says = `is ${health} for Prometheus: ${lastError}`;
    return [broken(about, { says, remedy: `curl ${scrapeUrl}; docs/runbooks/TargetDown.md` })];
  }
  const timeout = secondsOf(target.scrapeTimeout);
  if (took <= SLOW_SHARE * timeout) return [];
  const says = `took ${took.toFixed(1)} s of the ${timeout} s that a scrape has`;
  return [doubtful(about, { says, remedy: 'docs/runbooks/TargetDown.md' })];
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600 };

/** Of a duration as Prometheus writes it: `1m30s` is 90. */
export function secondsOf(duration: string): number {
  const pieces = [...duration.matchAll(/(\d+)(ms|[smh])/g)];
  return pieces.reduce((sum, [, count, unit = 's']) => {
    return sum + Number(count) * (UNIT_SECONDS[unit] ?? 1);
  }, 0);
}

async function ofDoor(patient: Patient, prometheus: Prometheus): Promise<readonly Finding[]> {
  const page = originOf(patient, 'metrics-gateway');
  if (page === undefined) return [];
  const refused = above(sumBy(increase(gateway.refusals, '1h'), 'route', 'reason'), HALF);
  const held = above(now(gateway.quarantined), NONE);
  const troubles = [
    ...(await prometheus.query(refused.promql)).map((sample) => ofRefusals(sample, page)),
    ...(await prometheus.query(held.promql)).map((sample) => ofQuarantine(sample, page)),
  ];
  return orFine(
    troubles,
    fine('pushes', 'none was refused in the last hour, none is in quarantine'),
  );
}

function ofRefusals({ metric, value: [, count] }: Sample, page: string): Finding {
  const { route = 'some way', reason = 'some reason' } = metric;
  const says = `about ${Math.round(Number(count))} refused by ${route} in the last hour: ${reason}`;
  return doubtful('pushes', { says, remedy: `${page}/ lists the last ones with their reasons` });
}

function ofQuarantine({ value: [, count] }: Sample, page: string): Finding {
  const says = `${count} series are in quarantine: the catalogue does not know their families`;
  return doubtful('pushes', { says, remedy: `${page}/ names them` });
}
