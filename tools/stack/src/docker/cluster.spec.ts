import { parse } from 'yaml';
import { settingsOf } from './fixtures/settings.js';
import { clusterFlags, clusterTls } from './cluster.js';
import { moreForCompose } from './more.js';

const PEERS = {
  PUBLISH_ADDRESS: '10.0.0.11',
  ALERTMANAGER_CLUSTER_PEERS: 'b.aura.test:9094,c.aura.test:9094',
  ALERTMANAGER_CLUSTER_ADVERTISE: '10.0.0.11:9194',
  TLS_CERT_FILE: '/web.crt',
  TLS_KEY_FILE: '/web.key',
};

describe('the Alertmanager', () => {
  it('listens to no other one where none is named', () => {
    const alone = settingsOf({});

    expect([clusterFlags(alone), moreForCompose(alone)]).toEqual([
      '--cluster.listen-address=\n',
      undefined,
    ]);
  });

  it('comes to each that is named, and says where it is reached itself', () => {
    const settings = settingsOf(PEERS);

    expect(clusterFlags(settings)).toBe(
      [
        '--cluster.listen-address=0.0.0.0:9094',
        '--cluster.advertise-address=10.0.0.11:9194',
        '--cluster.tls-config=/etc/alertmanager/cluster.yml',
        '--cluster.peer=b.aura.test:9094',
        '--cluster.peer=c.aura.test:9094',
        '',
      ].join('\n'),
    );
    expect(parse(moreForCompose(settings) ?? '')).toEqual({
      services: { alertmanager: { ports: ['10.0.0.11:9194:9094'] } },
    });
    expect(parse(clusterTls(settings))).toMatchObject({
      tls_server_config: { client_auth_type: 'RequireAndVerifyClientCert' },
    });
  });
});

it('who reads the platform has a way out where that is elsewhere, and no other part has a new one', () => {
  const settings = settingsOf({
    APPLICATION_URL: 'http://render.aura.test:8010',
    QUEUE_URL: 'redis://queue.aura.test:6379',
  });

  expect(parse(moreForCompose(settings) ?? '')).toEqual({
    services: {
      'gpu-queue-collector': { networks: ['outside-gpu-queue-collector'] },
      'business-reporter': { networks: ['outside-business-reporter'] },
    },
    networks: { 'outside-gpu-queue-collector': {}, 'outside-business-reporter': {} },
  });
});
