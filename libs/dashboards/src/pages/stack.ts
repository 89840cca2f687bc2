import { EXTERNAL, SCRAPE_JOB_NAMES } from '@aura/metrics';
import { maxBy, now, orZero, rate, ratio, sumBy } from '@aura/metrics/promql';
import { largestFew, series, stat, timeline, timeseries } from '../draw.js';
import type { Page, Row } from '../panel.js';
import { variable } from '../variable.js';
import { following, watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { gatewayRows } from './gateway.js';
import { processes } from './shared.js';
import { SUCCESS, UP } from './states.js';

const { alertmanager, evaluated, prometheus, target } = EXTERNAL;
const job = variable({ title: 'Scrape job', metric: prometheus.up, label: 'job' });
const JOB = { job: job.matcher } as const;

/** The watchers, watched. */
export function stack(world: World): Page {
  return {
    uid: 'aura-stack',
    title: 'The monitoring itself',
    help: 'The watchers: what is scraped, what is evaluated, what is sent, and what was pushed and not taken.',
    span: '1h',
    variables: [job],
    components: ['monitoring', 'gateway'],
    rows: [
      alive(world),
      scrapes(),
      storage(),
      rules(world),
      notifications(world),
      messages(world),
      ...gatewayRows(world),
      processes(...SCRAPE_JOB_NAMES),
    ],
  };
}

function alive(world: World): Row {
  const watchdog = now(evaluated.alerts, { alertname: 'Watchdog', alertstate: 'firing' });
  return {
    title: 'Alive',
    panels: [
      stat({
        title: 'Dead man’s switch',
        help: 'Always fires. While it does not, Prometheus evaluates no alerts and every quiet panel is worthless.',
        of: series(orZero(sumBy(watchdog)), () => 'Watchdog'),
        alerts: [world.alert('Watchdog').name],
        states: [
          { value: 1, text: 'on', color: 'green' },
          { value: 0, text: 'off', color: 'red' },
        ],
        width: 4,
      }),
      timeline({
        title: 'Targets',
        help: 'Whether each target answers its scrapes. What does not is unknown, not well.',
        ...following(watch(world, 'count', { TargetDown: '{{job}} {{instance}}' }), job),
        states: UP,
        width: 12,
      }),
      timeline({
        title: 'Configuration taken',
        help: 'Whether the last reload went well. After one that did not, the old configuration holds until a restart fails.',
        ...following(watch(world, 'count', { ConfigReloadFailed: '{{job}}' }), job),
        states: SUCCESS,
        width: 8,
      }),
    ],
  };
}

function scrapes(): Row {
  return {
    title: 'Scrapes',
    panels: [
      timeseries({
        title: 'Scrape time',
        help: 'How long the last scrape of each target took. Past its timeout a target counts as down.',
        of: largestFew(
          maxBy(now(target.scrapeDuration, JOB), 'job', 'instance'),
          ($) => `${$.job} ${$.instance}`,
        ),
      }),
      timeseries({
        title: 'Samples of a scrape',
        help: 'Samples each target exposes: a rise without end is a label that grows.',
        of: largestFew(
          maxBy(now(target.samplesScraped, JOB), 'job', 'instance'),
          ($) => `${$.job} ${$.instance}`,
        ),
      }),
    ],
  };
}

function storage(): Row {
  return {
    title: 'Storage of Prometheus',
    panels: [
      timeseries({
        title: 'Series in memory',
        help: 'Series that Prometheus holds. Each costs some kilobytes of memory.',
        of: series(maxBy(now(prometheus.headSeries)), () => 'series'),
      }),
      timeseries({
        title: 'Samples taken in',
        help: 'Samples per second that Prometheus stores.',
        of: series(sumBy(rate(prometheus.samplesAppended, PAGE_WINDOW)), () => 'samples'),
      }),
      timeseries({
        title: 'Blocks on disk',
        help: 'Disk that finished blocks take; what is younger than two hours is not in them.',
        of: series(maxBy(now(prometheus.blockBytes)), () => 'blocks'),
      }),
    ],
  };
}

function rules(world: World): Row {
  const of = (metric: typeof prometheus.ruleDuration) => maxBy(now(metric), 'rule_group');
  return {
    title: 'Rules',
    panels: [
      timeseries({
        title: 'Rules that fail',
        help: 'Evaluations that failed within two minutes: the alerts among them cannot fire.',
        ...watch(world, 'count', { RuleEvaluationFailing: '{{rule_group}}' }),
      }),
      timeseries({
        title: 'Evaluation time against its interval',
        help: 'At all of it the next evaluation is left out, and alerts come late.',
        of: largestFew(
          ratio(of(prometheus.ruleDuration), of(prometheus.ruleInterval)),
          ($) => $.rule_group,
        ),
      }),
      timeseries({
        title: 'Evaluations left out',
        help: 'Evaluations per second that were skipped because the one before still ran.',
        of: largestFew(
          sumBy(rate(prometheus.rulesMissed, PAGE_WINDOW), 'rule_group'),
          ($) => $.rule_group,
        ),
      }),
    ],
  };
}

function notifications(world: World): Row {
  return {
    title: 'From Prometheus to the Alertmanager',
    panels: [
      timeseries({
        title: 'Alerts dropped',
        help: 'Alerts within two minutes that Prometheus could hand to no Alertmanager: nobody is told.',
        ...watch(world, 'count', { AlertsDropped: 'dropped' }),
      }),
      timeseries({
        title: 'Handed over',
        help: 'Alerts per second handed to each Alertmanager.',
        of: series(
          sumBy(rate(prometheus.notificationsSent, PAGE_WINDOW), 'alertmanager'),
          ($) => $.alertmanager,
        ),
      }),
      timeseries({
        title: 'Waiting to be handed over',
        help: 'Alerts that wait in Prometheus. More than a few for long: the Alertmanager is slow or gone.',
        of: series(maxBy(now(prometheus.notificationQueue)), () => 'waiting'),
      }),
    ],
  };
}

function messages(world: World): Row {
  return {
    title: 'From the Alertmanager to a person',
    panels: [
      timeseries({
        title: 'Sending that fails',
        help: 'Attempts within six minutes to tell somebody that failed, by the way they went.',
        ...watch(world, 'count', { NotificationsFailing: '{{integration}}' }),
      }),
      timeseries({
        title: 'Sent',
        help: 'Notifications per second that the Alertmanager sent or tried to, by the way they went.',
        of: series(
          sumBy(rate(alertmanager.notifications, PAGE_WINDOW), 'integration'),
          ($) => $.integration,
        ),
      }),
      timeseries({
        title: 'Alerts in the Alertmanager',
        help: 'Alerts it holds; suppressed ones are silenced or follow from another.',
        of: series(maxBy(now(alertmanager.alerts), 'state'), ($) => $.state),
      }),
    ],
  };
}
