import { equals } from './matchers.js';

/** When tickets are told; what fires outside waits for the next working hour. */
export interface BusinessHours {
  /** Names and ranges as the Alertmanager reads them. */
  readonly weekdays: readonly string[];
  readonly from: string;
  readonly until: string;
  /** A name of the IANA time zone database. */
  readonly location: string;
}

const BUSINESS_HOURS: BusinessHours = {
  weekdays: ['monday:friday'],
  from: '09:00',
  until: '17:00',
  location: 'UTC',
};
const INTERVAL = 'business-hours';

export interface Ways {
  readonly hours: Partial<BusinessHours> | undefined;
  readonly hasDeadMansSwitch: boolean;
}

/**
 * One message for one incident: alerts about one component in one deployment share it. A page is told within seconds
 * and again every four hours; a ticket waits half a minute for company and is told once a day. An alert of no known
 * severity falls through to the tickets' receiver, at any hour: better told late at night than never.
 */
export function routeTree({ hours, hasDeadMansSwitch }: Ways): object {
  return {
    receiver: 'ticket',
    group_by: ['deployment', 'component'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '24h',
    routes: [
      ...(hasDeadMansSwitch ? [WATCHDOG] : []),
      { matchers: [equals('severity', 'none')], receiver: 'nobody' },
      PAGE,
      {
        matchers: [equals('severity', 'ticket')],
        receiver: 'ticket',
        ...(hours === undefined ? {} : { active_time_intervals: [INTERVAL] }),
      },
    ],
  };
}

/** Repeats are sent only when a group is flushed, each minute; a whole minute between them would miss every second one. */
const WATCHDOG = {
  matchers: [equals('alertname', 'Watchdog')],
  receiver: 'dead-mans-switch',
  group_wait: '0s',
  group_interval: '1m',
  repeat_interval: '50s',
};

const PAGE = {
  matchers: [equals('severity', 'page')],
  receiver: 'page',
  group_wait: '3s',
  group_interval: '15s',
  repeat_interval: '4h',
};

export function timeIntervals(hours: Partial<BusinessHours> | undefined): object {
  if (hours === undefined) return {};
  const { weekdays, from, until, location } = { ...BUSINESS_HOURS, ...hours };
  const times = [{ start_time: from, end_time: until }];
  return { time_intervals: [{ name: INTERVAL, time_intervals: [{ weekdays, times, location }] }] };
}
