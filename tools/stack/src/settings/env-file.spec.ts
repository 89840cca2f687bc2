import { parseEnvFile } from './env-file.js';

const KNOWN = ['PROMETHEUS_PORT', 'SLACK_CHANNEL', 'SLACK_WEBHOOK_URL'];

describe('parseEnvFile', () => {
  it('reads values as they stand, and what quotes hold', () => {
    const text =
      '# ports\r\n\r\nPROMETHEUS_PORT=0\r\nSLACK_CHANNEL=#alerts\nSLACK_WEBHOOK_URL="https://a.test/?a=b #c"\n';

    expect(parseEnvFile(text, KNOWN)).toEqual({
      problems: [],
      lines: new Map([
        ['PROMETHEUS_PORT', 3],
        ['SLACK_CHANNEL', 4],
        ['SLACK_WEBHOOK_URL', 5],
      ]),
      values: new Map([
        ['PROMETHEUS_PORT', '0'],
        ['SLACK_CHANNEL', '#alerts'],
        ['SLACK_WEBHOOK_URL', 'https://a.test/?a=b #c'],
      ]),
    });
  });

  it('lists every problem with its line, and names the nearest setting', () => {
    const text = [
      'PROMETHEUS_PORT=9090',
      'SLACK_CHANEL=#alerts',
      'export SLACK_CHANNEL=#alerts',
      'PROMETHEUS_PORT=9091',
      'SLACK_CHANNEL= #alerts',
      "SLACK_WEBHOOK_URL='https://a.test",
    ].join('\n');

    expect(parseEnvFile(text, KNOWN).problems).toEqual([
      'line 2: SLACK_CHANEL is no setting; did you mean SLACK_CHANNEL?',
      'line 3: is not KEY=value: export SLACK_CHANNEL=…',
      'line 4: PROMETHEUS_PORT was set on line 1 already',
      'line 5: SLACK_CHANNEL has a space beside its value',
      'line 6: SLACK_WEBHOOK_URL has a quote that is not closed',
    ]);
  });

  it('refuses a trailing comment, which some would read as a part of the value', () => {
    expect(parseEnvFile('PROMETHEUS_PORT=0 # any', KNOWN).problems).toEqual([
      'line 1: PROMETHEUS_PORT holds " #": give the comment a line of its own, or quote the value',
    ]);
  });
});
