import { readSettings } from './settings.js';

describe('readSettings', () => {
  it('takes the usual ports, and the environment before the file', () => {
    const settings = readSettings(
      { PROMETHEUS_PORT: '0' },
      'PROMETHEUS_PORT=9911\nALERTMANAGER_PORT=9912',
    );

    expect(settings).toMatchObject({
      PROMETHEUS_PORT: 0,
      ALERTMANAGER_PORT: 9912,
      POSTGRES_PORT: 5433,
      SLACK_CHANNEL: '#alerts',
    });
  });

  it('lists what is empty, wrong, set twice and missing, all at once', () => {
    const environment = {
      PROMETHEUS_PORT: '',
      ALERTMANAGER_PORT: '70000',
      PROMETHEUS_RETENTION_TIME: 'long',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.test/x',
      SLACK_WEBHOOK_URL_FILE: '/run/secrets/slack',
      ALERTMANAGER_SMTP_SMARTHOST: 'mail.test:25',
      ALERTMANAGER_SMTP_FROM: 'a@mail.test',
    };

    expect(readSettings(environment, 'NODE_EXPORTER_POTR=1')).toEqual({
      problems: [
        'line 1: NODE_EXPORTER_POTR is no setting; did you mean NODE_EXPORTER_PORT?',
        'PROMETHEUS_PORT is empty; give it a value or remove it',
        'ALERTMANAGER_PORT=70000 is no port; give one such as 9093, or 0 for any free one',
        'PROMETHEUS_RETENTION_TIME=long is no duration; give one such as 90d',
        'SLACK_WEBHOOK_URL is set twice: here and by SLACK_WEBHOOK_URL_FILE; keep one',
        'ALERTMANAGER_SMTP_TO is missing; ALERTMANAGER_SMTP_SMARTHOST asks for real mail',
      ],
    });
  });

  it('prints no secret, however wrong', () => {
    const environment = { SLACK_WEBHOOK_URL: 'hooks.slack.test/secret' };

    expect(readSettings(environment, 'ALERTMANAGER_SMTP_PASSWORD = secret')).toEqual({
      problems: [
        'line 1: is not KEY=value: ALERTMANAGER_SMTP_PASSWORD=…',
        'SLACK_WEBHOOK_URL is no URL, such as https://hooks.slack.com/services/T0/B0/x',
      ],
    });
  });

  it('reads working hours, in UTC where no zone is named', () => {
    const hours = (text: string) => readSettings({ TICKET_HOURS: text });

    expect(hours('monday:friday 08:30-16:00 Europe/Berlin')).toMatchObject({
      TICKET_HOURS: {
        weekdays: ['monday:friday'],
        from: '08:30',
        until: '16:00',
        location: 'Europe/Berlin',
      },
    });
    expect(hours('saturday 10:00-12:00')).toMatchObject({ TICKET_HOURS: { location: 'UTC' } });
    expect(hours('9-17')).toEqual({
      problems: ['TICKET_HOURS=9-17 is not such as monday:friday 09:00-17:00 Europe/Berlin'],
    });
  });

  it('refuses one port for two parts', () => {
    expect(readSettings({ PROMETHEUS_PORT: '9093' })).toEqual({
      problems: ['PROMETHEUS_PORT is 9093, and so is ALERTMANAGER_PORT; move one'],
    });
  });
});
