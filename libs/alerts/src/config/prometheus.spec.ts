import { parse } from 'yaml';
import { prometheusConfig, type PrometheusSettings } from './prometheus.js';

const SETTINGS: PrometheusSettings = {
  deployment: 'eleven',
  alertmanagers: ['alertmanager:9093'],
  ruleFiles: [],
  targets: {
    application: { name: 'platform', port: 8011 },
    'metrics-gateway': ['gateway-12:8012'],
    'health-aggregator': [],
    'gpu-queue-collector': [],
    'business-reporter': [],
    node: [],
    postgres: [],
    prometheus: ['prometheus:9090'],
    alertmanager: ['alertmanager:9093'],
  },
};

interface Config extends Readonly<Record<string, unknown>> {
  readonly scrape_configs: readonly Readonly<Record<string, unknown>>[];
}
const rendered = (more: Partial<PrometheusSettings> = {}): Config =>
  parse(prometheusConfig({ ...SETTINGS, ...more })) as Config; // what the renderer under test has just written
const job = (config: Config, name: string) =>
  config.scrape_configs.find(({ job_name }) => job_name === name);

describe('prometheusConfig', () => {
  it('looks a target up by name under one lasting instance, and leaves out the jobs that are not there', () => {
    const config = rendered();

    expect(job(config, 'application')).toEqual({
      job_name: 'application',
      scrape_interval: '5s',
      dns_sd_configs: [{ names: ['platform'], type: 'A', port: 8011, refresh_interval: '15s' }],
      relabel_configs: [
        {
          source_labels: ['__meta_dns_name'],
          target_label: 'instance',
          replacement: '$1:8011',
        },
      ],
    });
    expect(job(config, 'redis')).toBeUndefined();
    expect(job(config, 'federation')).toBeUndefined();
  });

  it('holds what DNS has found to the name it asked for, as its certificate has no address', () => {
    const config = rendered({ access: { application: { caFile: '/ca' } } });

    expect(job(config, 'application')).toMatchObject({
      scheme: 'https',
      tls_config: { ca_file: '/ca', server_name: 'platform' },
    });
  });

  it('takes series from a server that asks for a name as it is asked itself', () => {
    const access = { prometheus: { user: { name: 'aura', passwordFile: '/password' } } };

    expect(job(rendered({ access, federated: ['north:9090'] }), 'federation')).toMatchObject({
      basic_auth: { username: 'aura', password_file: '/password' },
    });
  });

  it('tells two servers apart in samples, and not in alerts', () => {
    expect(rendered({ replica: 'b' })).toMatchObject({
      global: { external_labels: { deployment: 'eleven', replica: 'b' } },
      alerting: { alert_relabel_configs: [{ action: 'labeldrop', regex: 'replica' }] },
    });
    expect(rendered()['alerting']).not.toHaveProperty('alert_relabel_configs');
  });

  it('comes to a guarded Alertmanager with its name, to send alerts as well as to scrape', () => {
    const access = { caFile: '/ca', user: { name: 'aura', passwordFile: '/password' } };
    const guarded = {
      scheme: 'https',
      tls_config: { ca_file: '/ca' },
      basic_auth: { username: 'aura', password_file: '/password' },
    };
    const config = rendered({ access: { alertmanager: access } });

    expect(job(config, 'alertmanager')).toMatchObject(guarded);
    expect(config['alerting']).toMatchObject({ alertmanagers: [guarded] });
    expect(job(config, 'prometheus')).not.toHaveProperty('scheme');
  });

  it('comes to a service with the token that it asks for', () => {
    const access = {
      application: { isTls: true, tokenFile: '/application' },
      'metrics-gateway': { caFile: '/ca', tokenFile: '/token' },
    } as const;
    const config = rendered({ access });

    expect(job(config, 'application')).toMatchObject({
      scheme: 'https',
      authorization: { credentials_file: '/application' },
    });
    expect(job(config, 'application')).not.toHaveProperty('tls_config.ca_file');
    expect(job(config, 'metrics-gateway')).toMatchObject({
      scheme: 'https',
      tls_config: { ca_file: '/ca' },
      authorization: { credentials_file: '/token' },
    });
  });

  it('sends samples to storage elsewhere, and takes recorded series over from other servers', () => {
    const config = rendered({
      remoteWrite: { url: 'https://storage.test/write', tokenFile: '/token' },
      federated: ['north:9090'],
    });

    expect(config['remote_write']).toEqual([
      { url: 'https://storage.test/write', authorization: { credentials_file: '/token' } },
    ]);
    expect(job(config, 'federation')).toEqual({
      job_name: 'federation',
      honor_labels: true,
      metrics_path: '/federate',
      params: { 'match[]': ['{__name__=~".+:.+"}', 'up'] },
      static_configs: [{ targets: ['north:9090'] }],
    });
  });
});
