import { REPOSITORY } from '@aura/parts';
import { layoutOf } from '../layout.js';
import { settingsOf } from './fixtures/settings.js';
import { dockerPlace } from './place.js';
import { variablesFile } from './variables.js';

it('the file of Compose’s variables has what is set, and neither a secret nor a path to one', () => {
  const place = dockerPlace(layoutOf(REPOSITORY, '/nowhere'));
  const plain = variablesFile(place, settingsOf({ SLACK_CHANNEL: '#eleven' }));
  const secret = variablesFile(
    place,
    settingsOf({
      SLACK_CHANNEL: '#eleven',
      DEAD_MANS_SWITCH_URL: 'https://hc.aura.test/ping/twelve',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.test/services/T11/B12/thirteen',
      ALERTMANAGER_SMTP_PASSWORD_FILE: '/etc/aura/smtp',
    }),
  );

  expect(plain.split('\n')).toContain('SLACK_CHANNEL=#eleven');
  expect(secret).toBe(plain);
});
