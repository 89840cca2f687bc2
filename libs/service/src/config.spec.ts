import { DEFAULTS } from '@aura/thresholds';
import { parseConfig } from './config.js';
import type { Environment } from './environment.js';
import { serviceSchema } from './schema.js';
import { z } from 'zod';
import { oneOf, url, variable, wholeNumber } from './variable.js';

function faultsIn(text: string): readonly string[] {
  return text === 'eleven' ? [] : ['line 1: is not eleven', 'line 2: is missing'];
}

const SCHEMA = serviceSchema(8011, {
  DATABASE_URL: variable(url('postgres', 'postgresql'), {
    example: 'postgres://aura:password@127.0.0.1:5432/aura',
    isSecret: true,
  }),
  GATEWAY_URL: variable(url('http', 'https').optional(), { example: 'http://127.0.0.1:8000' }),
  REFRESH_SECONDS: variable(wholeNumber(1, 3600).default(15), { example: '15' }),
  CHAOS: variable(oneOf('off', 'on').default('off'), { example: 'on' }),
  CLIENTS_FILE: variable(z.string().optional(), { example: '/etc/clients', faultsIn }),
});
const DATABASE_URL = 'postgres://aura:hunter2@127.0.0.1:5432/aura';
const FILES: Readonly<Record<string, string>> = {
  '/secrets/database': `${DATABASE_URL}\n`,
  '/secrets/empty': '\n',
  '/etc/good.yml': 'queue:\n  backlog: 13\n',
  '/etc/clients': 'eleven',
  '/etc/twelve': 'twelve',
  '/etc/bad.yml': 'queue:\n  backlogg: 13\n  backlog: many\n',
};

function readFile(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw new Error('ENOENT: no such file or directory');
  return text;
}

function parse(environment: Environment) {
  return parseConfig(SCHEMA, environment, readFile);
}

/** The list that a person would read. */
function problems(environment: Environment): readonly string[] {
  const read = parse(environment);
  return read.ok ? [] : read.problems;
}

describe('a configuration', () => {
  it('takes defaults for what is not set and leaves out what has none', () => {
    expect(parse({ DATABASE_URL, PATH: '/bin', HOME: '/root' })).toEqual({
      ok: true,
      warnings: [],
      config: {
        HOST: '127.0.0.1',
        PORT: 8011,
        LOG_LEVEL: 'info',
        DATABASE_URL,
        REFRESH_SECONDS: 15,
        CHAOS: 'off',
        thresholds: DEFAULTS,
      },
    });
  });

  it('lists every problem at once, each with its variable, its value and an example', () => {
    expect(
      problems({
        PORT: 'abc',
        METRICS_PORT: '70000',
        LOG_LEVEL: 'loud',
        THRESHOLDS_FILE: '/etc/none.yml',
        GATEWAY_URL: 'ftp://aura:hunter2@files',
        REFRESH_SECONDS: '0',
        CHAOS: '',
      }),
    ).toEqual([
      'CHAOS: is set but empty; unset it, or give it a value; example: CHAOS=on',
      'PORT: expected a whole number from 0 to 65535 (got "abc"); example: PORT=8011',
      'METRICS_PORT: expected a whole number from 0 to 65535 (got "70000"); example: METRICS_PORT=9464',
      'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal (got "loud"); example: LOG_LEVEL=info',
      'DATABASE_URL: is required; example: DATABASE_URL=postgres://aura:password@127.0.0.1:5432/aura',
      'GATEWAY_URL: expected a URL that starts with http:// or https:// (got "ftp://…@files"); example: GATEWAY_URL=http://127.0.0.1:8000',
      'REFRESH_SECONDS: expected a whole number from 1 to 3600 (got "0"); example: REFRESH_SECONDS=15',
      'THRESHOLDS_FILE: cannot read the file /etc/none.yml (ENOENT: no such file or directory)',
    ]);
  });

  it('never prints a secret', () => {
    const [problem = ''] = problems({ DATABASE_URL: 'mysql://aura:hunter2@db/aura' });
    expect(problem).toBe(
      'DATABASE_URL: expected a URL that starts with postgres:// or postgresql:// (got a secret of 28 characters, not shown); example: DATABASE_URL=postgres://aura:password@127.0.0.1:5432/aura',
    );
  });

  it('takes no URL of HTTP with a password in it, and does not print that', () => {
    const address = 'http://aura:hunt/er@2@gateway:8000';
    const secrets = ['http://aura:hunter2@gateway:8000', address].map((GATEWAY_URL) =>
      problems({ DATABASE_URL, GATEWAY_URL }).join(' '),
    );
    expect(secrets[0]).toBe(
      'GATEWAY_URL: expected a URL without a user and a password (got "http://…@gateway:8000"); example: GATEWAY_URL=http://127.0.0.1:8000',
    );
    expect(secrets[1]).toContain('(got "http://…@gateway:8000")');
  });

  it('reads a secret from its file, without the newline at the end', () => {
    const read = parse({ DATABASE_URL_FILE: '/secrets/database' });
    expect(read.ok && read.config.DATABASE_URL).toBe(DATABASE_URL);
  });

  it.each([
    [
      { DATABASE_URL, DATABASE_URL_FILE: '/secrets/database' },
      'DATABASE_URL: set twice, by DATABASE_URL and by DATABASE_URL_FILE; keep one of them',
    ],
    [
      { DATABASE_URL_FILE: '/secrets/none' },
      'DATABASE_URL_FILE: cannot read the file /secrets/none (ENOENT: no such file or directory)',
    ],
    [
      { DATABASE_URL_FILE: '/secrets/empty' },
      'DATABASE_URL_FILE: the file /secrets/empty is empty; write the value of DATABASE_URL into it',
    ],
    [
      { DATABASE_URL_FILE: ' ' },
      'DATABASE_URL_FILE: is set but empty; example: DATABASE_URL_FILE=/run/secrets/database_url',
    ],
    [
      { DATABASE_URL, PORT: '8011', METRICS_PORT: '8011' },
      'METRICS_PORT: is the same port as PORT (8011); unset it, or choose another',
    ],
    [
      { DATABASE_URL, METRICS_PORT: '8011' },
      'METRICS_PORT: is the same port as PORT (8011); unset it, or choose another',
    ],
  ])('%p has one problem', (environment, problem) => {
    expect(problems(environment)).toEqual([problem]);
  });

  it('warns of a variable that is nearly one of its own, and lists it among the problems when there are any', () => {
    const misspelt = { METRIC_PORT: '9464', HOME: '/root', REDIS_PORT: '1' };
    const warning = 'METRIC_PORT: no variable of this service; is METRICS_PORT meant?';
    expect(parse({ DATABASE_URL, ...misspelt })).toMatchObject({ ok: true, warnings: [warning] });
    expect(problems({ DATABSE_URL: 'x', ...misspelt })).toEqual([
      expect.stringMatching(/^DATABASE_URL: is required/),
      'DATABSE_URL: no variable of this service; is DATABASE_URL meant?',
      warning,
    ]);
  });

  it('keeps quiet about a near neighbour of a name that is set', () => {
    expect(parse({ DATABASE_URL, METRICS_PORT: '9464', METRIC_PORT: '1' })).toMatchObject({
      ok: true,
      warnings: [],
    });
  });

  it('reads the thresholds of its file, and lists what is wrong with them', () => {
    const read = parse({ DATABASE_URL, THRESHOLDS_FILE: '/etc/good.yml' });
    expect(read.ok && read.config.thresholds.queue.backlog.value).toBe(13);
    expect(problems({ DATABASE_URL, THRESHOLDS_FILE: '/etc/bad.yml' })).toEqual([
      expect.stringMatching(/^THRESHOLDS_FILE: \/etc\/bad\.yml line 2: .*queue\.backlogg/),
      expect.stringMatching(/^THRESHOLDS_FILE: \/etc\/bad\.yml line 3: queue\.backlog is "many"/),
    ]);
  });

  it('lists what is wrong in a file that a variable names, and takes one in which nothing is', () => {
    expect(problems({ DATABASE_URL, CLIENTS_FILE: '/etc/clients' })).toEqual([]);
    expect(problems({ DATABASE_URL, CLIENTS_FILE: '/etc/twelve' })).toEqual([
      'CLIENTS_FILE: /etc/twelve line 1: is not eleven',
      'CLIENTS_FILE: /etc/twelve line 2: is missing',
    ]);
    expect(problems({ DATABASE_URL, CLIENTS_FILE: '/etc/none' })).toEqual([
      'CLIENTS_FILE: cannot read the file /etc/none (ENOENT: no such file or directory)',
    ]);
  });
});
