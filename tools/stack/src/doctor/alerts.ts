import { EXTERNAL } from '@aura/metrics';
import { above, increase, sumBy } from '@aura/metrics/promql';
import {
  alertmanagerAt,
  type ExaminedAlertmanager,
  type Silence,
} from '../monitoring/alertmanager.js';
import { prometheusAt, type Prometheus, type RuleGroup } from '../monitoring/prometheus.js';
import { broken, doubtful, fine, orFine, unasked, type Finding } from './finding.js';
import { originOf, type Patient } from './patient.js';
import { ofReceivers } from './receivers.js';

/** The alert that always fires: where it does not arrive, none would. */
const ALWAYS = 'Watchdog';
/** A group that takes more of its interval than this will soon skip evaluations. */
const SLOW_SHARE = 0.5;

/** Alerts Not Firing: the way from a rule to a person, link by link. */
export async function ofAlerts(patient: Patient): Promise<readonly Finding[]> {
  const at = originOf(patient, 'prometheus');
  const alertmanagerUrl = originOf(patient, 'alertmanager');
  const { settings } = patient;
  const receivers = 'problems' in settings ? [] : await ofReceivers(settings);
  if (at === undefined) return [unasked('rules', 'Prometheus does not run'), ...receivers];
  const prometheus = prometheusAt(at);
  const before = [
    ...judgeRules(await prometheus.groups()),
    ...judgeSending(await prometheus.alertmanagers()),
  ];
  if (alertmanagerUrl === undefined)
    return [...before, unasked('notifications', 'the Alertmanager does not run'), ...receivers];
  return [
    ...before,
    ...(await ofAlertmanager(alertmanagerAt(alertmanagerUrl), prometheus)),
    ...(await ofNotifications(prometheus)),
    ...receivers,
  ];
}

/** The rules in force: whether they are read, can be evaluated, and in time. */
export function judgeRules(groups: readonly RuleGroup[]): readonly Finding[] {
  const rules = groups.flatMap((group) => group.rules);
  const alerts = rules.filter(({ type }) => type === 'alerting').length;
  if (alerts === 0) {
    const remedy = 'npm run stack -- reload says what Prometheus makes of its files';
    return [broken('rules', { says: 'Prometheus has no alert in force', remedy })];
  }
  const failing = rules.flatMap(({ name, health, lastError = '' }) =>
    health === 'err'
      ? [broken(name, { says: lastError, remedy: 'docs/runbooks/RuleEvaluationFailing.md' })]
      : [],
  );
  const slow = groups.flatMap(({ name, interval, evaluationTime: took }) => {
    if (took <= SLOW_SHARE * interval) return [];
    const says = `takes ${took.toFixed(1)} s of every ${interval} s`;
    return [doubtful(`rules ${name}`, { says, remedy: 'give Prometheus more of a processor' })];
  });
  const good = `${alerts} alerts in force, all evaluated without an error`;
  return orFine([...failing, ...slow], fine('rules', good));
}

function judgeSending(urls: readonly string[]): readonly Finding[] {
  if (urls.length > 0) return [fine('sending', `Prometheus sends to ${urls.join(' and ')}`)];
  const remedy = 'npm run stack -- restart alertmanager; npm run stack -- restart prometheus';
  return [broken('sending', { says: 'Prometheus has no Alertmanager to send to', remedy })];
}

interface Arrival {
  readonly hasArrived: boolean;
  /** How long it has been firing for Prometheus; undefined where it is not. */
  readonly firingSeconds: number | undefined;
}

/** What fires while Prometheus starts is dropped, for it knows no Alertmanager yet, and sent again a minute later. */
const RESENT_WITHIN_SECONDS = 120;

export function judgeArrival({ hasArrived, firingSeconds }: Arrival): Finding {
  if (hasArrived) return fine('arrival', `${ALWAYS}, which always fires, is at the Alertmanager`);
  const remedy = `docs/runbooks/${ALWAYS}.md`;
  if (firingSeconds === undefined)
    return broken('arrival', { says: `${ALWAYS}, which always fires, does not`, remedy });
  const seconds = Math.round(firingSeconds);
  if (seconds < RESENT_WITHIN_SECONDS)
    return unasked('arrival', `${ALWAYS} fires for ${seconds} s; within two minutes it arrives`);
  const says = `${ALWAYS} fires for ${seconds} s and is not at the Alertmanager`;
  return broken('arrival', { says, remedy });
}

async function ofAlertmanager(
  alertmanager: ExaminedAlertmanager,
  prometheus: Prometheus,
): Promise<readonly Finding[]> {
  const isAlways = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean =>
    labels['alertname'] === ALWAYS;
  const firing = (await prometheus.alerts()).find(isAlways);
  const arrival = judgeArrival({
    hasArrived: (await alertmanager.alerts()).some(isAlways),
    firingSeconds: firing && (Date.now() - Date.parse(firing.activeAt)) / 1_000,
  });
  return [arrival, ...judgeSilences(await alertmanager.silences(), Date.now())];
}

/** A silence that somebody forgot is the commonest reason why an alert tells nobody. */
export function judgeSilences(silences: readonly Silence[], now: number): readonly Finding[] {
  const active = silences.filter(({ status }) => status.state === 'active');
  return active.map(({ matchers, createdBy, comment, endsAt }) => {
    const what = matchers.map(({ name, value }) => `${name}=${value}`).join(', ');
    const minutes = Math.round((Date.parse(endsAt) - now) / 60_000);
    const says = `${what} is silenced for ${minutes} min more, by ${createdBy}: ${comment}`;
    return doubtful('silences', { says, remedy: 'amtool silence expire, once it is not needed' });
  });
}

async function ofNotifications(prometheus: Prometheus): Promise<readonly Finding[]> {
  const { requestsFailed } = EXTERNAL.alertmanager;
  const half = { value: 0.5, unit: 'count' } as const; // `increase` reckons with parts of one
  const failed = above(sumBy(increase(requestsFailed, '1h'), 'integration'), half);
  const found = await prometheus.query(failed.promql);
  const troubles = found.map(({ metric, value: [, count] }) => {
    const says = `about ${Math.round(Number(count))} by ${metric['integration'] ?? 'one way'} failed in the last hour`;
    const remedy = 'docs/runbooks/NotificationsFailing.md; npm run stack -- logs alertmanager';
    return doubtful('notifications', { says, remedy });
  });
  return orFine(troubles, fine('notifications', 'none has failed in the last hour'));
}
