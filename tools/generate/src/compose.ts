import type { AlertmanagerSettings } from '@aura/alerts';
import { EXTERNAL } from '@aura/metrics';

export const COMPOSE_ALERTMANAGER: AlertmanagerSettings = {
  mail: {
    smarthost: 'smtp.example.com:587',
    from: 'alerts@example.com',
    to: 'oncall@example.com',
    requireTls: true,
    login: { username: 'alerts@example.com', passwordFile: '/run/secrets/smtp_password' },
  },
  slack: { apiUrlFile: '/run/secrets/slack_webhook_url', channel: '#alerts' },
  businessHours: { location: 'UTC' },
};

/** The old name of the clocks' reasons: DCGM 4 has the new one, and refuses a file with a field it does not know. */
const FORMER = 'DCGM_FI_DEV_CLOCK_THROTTLE_REASONS';

/** What dcgm-exporter is to read off the cards: `field, kind, help`, where its default list has a part of it. */
export const DCGM_COUNTERS = [
  '# Generated. Change libs/metrics/src/external/dcgm.ts instead.',
  ...Object.values(EXTERNAL.dcgm)
    .filter(({ name }) => name !== FORMER)
    .map(({ name, kind, help }) => `${name}, ${kind}, ${help.replaceAll(',', ';')}`),
  '',
].join('\n');
