import { parse } from 'yaml';
import { alertmanagerConfig, type AlertmanagerSettings } from './alertmanager.js';

const EVERYTHING: AlertmanagerSettings = {
  mail: {
    smarthost: 'smtp.example.com:587',
    from: 'alerts@example.com',
    to: 'oncall@example.com',
    requireTls: true,
    login: { username: 'alerts', passwordFile: '/run/secrets/smtp_password' },
  },
  slack: { apiUrlFile: '/run/secrets/slack_webhook_url', channel: '#alerts' },
  businessHours: { from: '08:30', location: 'Europe/Berlin' },
  deadMansSwitch: { url: 'https://watch.example.com/ping', tokenFile: '/run/secrets/watch_token' },
};

/** Keys that 0.25 reads and that 0.28 has not taken away, by the place where they may stand. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  '': ['route', 'time_intervals', 'inhibit_rules', 'receivers'],
  route: [
    ...['receiver', 'group_by', 'group_wait', 'group_interval', 'repeat_interval', 'routes'],
    ...['matchers', 'active_time_intervals'],
  ],
  time_intervals: ['name', 'time_intervals', 'weekdays', 'times', 'location'],
  times: ['start_time', 'end_time'],
  inhibit_rules: ['source_matchers', 'target_matchers', 'equal'],
  receivers: ['name', 'email_configs', 'slack_configs', 'webhook_configs'],
  email_configs: [
    ...['to', 'from', 'smarthost', 'require_tls', 'auth_username', 'auth_password_file'],
    ...['send_resolved', 'headers', 'text', 'html'],
  ],
  headers: ['Subject'],
  slack_configs: [
    ...['api_url_file', 'channel', 'send_resolved', 'color', 'title', 'title_link', 'fallback'],
    ...['text', 'fields', 'actions', 'footer'],
  ],
  fields: ['title', 'value', 'short'],
  actions: ['type', 'text', 'url'],
  webhook_configs: ['url', 'send_resolved', 'http_config'],
  http_config: ['authorization'],
  authorization: ['credentials_file'],
};

/** Every key, as `place.key`, that its place does not allow. A list of routes or intervals is its own place. */
function uncommon(node: unknown, place: string): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => uncommon(one, place));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const next = key === 'routes' ? 'route' : key;
    const unknown = COMMON[place]?.includes(key) === true ? [] : [`${place}.${key}`];
    return [...unknown, ...uncommon(value, next)];
  });
}

const config = (settings: AlertmanagerSettings): unknown => parse(alertmanagerConfig(settings));

describe('the configuration of the Alertmanager', () => {
  it('uses only keys that 0.25 and 0.28 both read', () => {
    expect(uncommon(config(EVERYTHING), '')).toEqual([]);
    expect(uncommon({ ...(config(EVERYTHING) as object), tracing: {} }, '')).toEqual(['.tracing']);
  });

  it('calls no template function that 0.25 lacks', () => {
    const actions = alertmanagerConfig(EVERYTHING).match(/\{\{.*?\}\}/gs) ?? [];

    expect(actions.length).toBeGreaterThan(100);
    expect(
      actions.filter((one) => /\b(trimSpace|humanizeDuration|since|date|tz)\b/.test(one)),
    ).toEqual([]);
  });

  it('holds paths of secrets, and no secret', () => {
    expect(alertmanagerConfig(EVERYTHING)).not.toMatch(/auth_password:|api_url:|credentials:/);
  });

  it('lets tickets wait for business hours, and fills in what a deployment leaves out', () => {
    expect(config(EVERYTHING)).toMatchObject({
      time_intervals: [
        {
          name: 'business-hours',
          time_intervals: [
            {
              weekdays: ['monday:friday'],
              times: [{ start_time: '08:30', end_time: '17:00' }],
              location: 'Europe/Berlin',
            },
          ],
        },
      ],
    });
    expect(alertmanagerConfig({})).not.toContain('time_intervals');
  });

  it('sends nobody the alert that always fires, unless a dead man’s switch is there', () => {
    const receivers = (settings: AlertmanagerSettings): unknown[] => {
      const { route } = config(settings) as { route: { routes: { receiver: string }[] } };
      return route.routes.map(({ receiver }) => receiver);
    };

    expect(receivers({})).toEqual(['nobody', 'page', 'ticket']);
    expect(receivers(EVERYTHING)).toEqual(['dead-mans-switch', 'nobody', 'page', 'ticket']);
  });
});
