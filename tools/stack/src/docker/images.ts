import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from '@aura/parts';
import { BASE_ENVIRONMENT } from '../config.js';
import type { Screen } from '../screen/screen.js';
import { SCRAPE_JOBS } from '@aura/metrics';
import type { Settings } from '../settings/settings.js';
import { buildCommand } from './engine.js';
import { docker, type Compose } from './compose.js';
import { profilesOf } from './variables.js';

const BUILD_DEADLINE_MS = 900_000;

/** Our applications: the image each becomes, and the port it listens on inside. */
const APPS = [
  ['metrics-gateway', 'METRICS_GATEWAY_IMAGE', SCRAPE_JOBS['metrics-gateway']],
  ['health-aggregator', 'HEALTH_AGGREGATOR_IMAGE', SCRAPE_JOBS['health-aggregator']],
  ['gpu-queue-collector', 'GPU_QUEUE_COLLECTOR_IMAGE', SCRAPE_JOBS['gpu-queue-collector']],
  ['business-reporter', 'BUSINESS_REPORTER_IMAGE', SCRAPE_JOBS['business-reporter']],
  ['sample-platform', 'SAMPLE_PLATFORM_IMAGE', SCRAPE_JOBS.application],
] as const;

interface Build {
  readonly at: Compose;
  readonly settings: Settings;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** Builds what no image is named for. Docker's cache makes that a matter of seconds where nothing has changed. */
export async function buildImages({ at, settings, screen, signal }: Build): Promise<void> {
  const hasSample = profilesOf(settings)?.includes('sample') === true;
  const wanted = APPS.filter(
    ([app, image]) => settings[image] === undefined && (app !== 'sample-platform' || hasSample),
  );
  for (const [index, [app, , port]] of wanted.entries()) {
    screen.progress(
      'building',
      `${app}, ${index + 1} of ${wanted.length}; the first takes minutes`,
    );
    const tag = `aura/${app}:0.1.0`;
    if (at.engine.builder === undefined) {
      await requireImage(at, tag);
      continue;
    }
    const base = settings.NODE_IMAGE === undefined ? [] : [`NODE_IMAGE=${settings.NODE_IMAGE}`];
    const inputs = [...base, `APP=${app}`, `PORT=${port}`].flatMap((one) => ['--build-arg', one]);
    const args = [
      '-q',
      '-f',
      'docker/Dockerfile',
      ...inputs,
      ...(await secretArguments()),
      '-t',
      tag,
      '.',
    ];
    const command = buildCommand(at.engine.builder, args, at.place.root);
    const built = await run(command, BUILD_DEADLINE_MS, signal);
    signal.throwIfAborted();
    if (!built.ok) throw new Error(`${app} was not built: ${built.reason}`);
  }
}

async function requireImage({ engine }: Compose, tag: string): Promise<void> {
  await docker(engine, ['image', 'inspect', '--format', '{{.Id}}', tag]).catch((error: unknown) => {
    throw new Error(
      `${tag} is not there and this client builds nothing: install docker-buildx-plugin, or name images of your own`,
      { cause: error },
    );
  });
}

/** A registry of one's own, and the certificates of a proxy on the way to it: npm needs both, no image keeps them. */
async function secretArguments(): Promise<string[]> {
  const places = [
    ['npmrc', path.join(BASE_ENVIRONMENT['HOME'] ?? homedir(), '.npmrc')],
    ['ca', BASE_ENVIRONMENT['NODE_EXTRA_CA_CERTS'] ?? BASE_ENVIRONMENT['SSL_CERT_FILE']],
  ] as const;
  const there = await Promise.all(
    places.map(async ([id, file]) => {
      const isThere =
        file !== undefined &&
        (await access(file).then(
          () => true,
          () => false,
        )); // none is usual
      return isThere ? ['--secret', `id=${id},src=${file}`] : [];
    }),
  );
  return there.flat();
}
