import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from '@aura/parts';
import type { Settings } from '../settings/settings.js';
import { profilesOf } from './variables.js';

/** The ports that the Compose file publishes. */
const PUBLISHED = [
  'METRICS_GATEWAY_PORT',
  'HEALTH_AGGREGATOR_PORT',
  'SAMPLE_PLATFORM_PORT',
  'ALERTMANAGER_PORT',
  'PROMETHEUS_PORT',
  'GRAFANA_PORT',
] as const;

/** What somebody else listens on already, with the variable that moves ours. */
export async function takenPorts(settings: Settings): Promise<string[]> {
  const hasSample = profilesOf(settings)?.includes('sample') === true;
  const published = PUBLISHED.filter((name) => name !== 'SAMPLE_PLATFORM_PORT' || hasSample);
  const problems = await Promise.all(
    published.map(async (name) => {
      const port = settings[name];
      const address = name === 'SAMPLE_PLATFORM_PORT' ? '127.0.0.1' : settings.PUBLISH_ADDRESS;
      return (await isFree(port, address))
        ? []
        : [`${name}: ${port} is taken; give another, such as ${name}=${port + 10_000}`];
    }),
  );
  return problems.flat();
}

async function isFree(port: number, address: string): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, address);
    await once(probe, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return false;
    throw new Error(`${address}:${port} cannot be listened on`, { cause: error });
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
