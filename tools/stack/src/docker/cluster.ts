import { stringify } from 'yaml';
import type { Settings } from '../settings/settings.js';

const GOSSIP_PORT = 9094;

/** What the Alertmanager is started with besides what the Compose file says: whom it shares silences and tellings with. */
export function clusterFlags(settings: Settings): string {
  const { ALERTMANAGER_CLUSTER_PEERS: peers, ALERTMANAGER_CLUSTER_ADVERTISE: own = '' } = settings;
  if (peers === undefined) return '--cluster.listen-address=\n';
  const flags = [
    `--cluster.listen-address=0.0.0.0:${GOSSIP_PORT}`,
    `--cluster.advertise-address=${own}`,
    '--cluster.tls-config=/etc/alertmanager/cluster.yml',
    ...peers.split(',').map((peer) => `--cluster.peer=${peer}`),
  ];
  return flags.map((flag) => `${flag}\n`).join('');
}

/** Each shows its certificate to the other: who has none of this deployment's silences nobody. */
export function clusterTls({ TLS_CERT_FILE: certificate }: Settings): string {
  if (certificate === undefined) return '';
  const own = { cert_file: '/etc/alertmanager/web.crt', key_file: '/run/secrets/web_key' };
  const authority = '/etc/alertmanager/ca.crt';
  return stringify({
    tls_server_config: {
      ...own,
      client_ca_file: authority,
      client_auth_type: 'RequireAndVerifyClientCert',
    },
    // They call each other by address; the certificate names the part.
    tls_client_config: { ...own, ca_file: authority, server_name: 'alertmanager' },
  });
}

/** The port that the others come to, where there are others. Over TLS there is no UDP. */
export function clusterPorts(settings: Settings): readonly string[] {
  const { ALERTMANAGER_CLUSTER_ADVERTISE: own, PUBLISH_ADDRESS: address } = settings;
  if (own === undefined) return [];
  const host = address.includes(':') ? `[${address}]` : address;
  return [`${host}:${own.split(':')[1] ?? ''}:${GOSSIP_PORT}`];
}
