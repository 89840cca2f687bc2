import { samplesOf, startProcess, type GatewayProcess } from '../fixtures/process.js';

const MIB = 1_048_576;
const processes: GatewayProcess[] = [];
afterEach(async () => {
  for (const gateway of processes.splice(0)) await gateway.stop();
});

async function start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const gateway = await startProcess(environment);
  processes.push(gateway);
  return gateway;
}

/** A push of about 1.5 MiB, in series of their own. */
function bodyOf(value: number): string {
  const label = 'x'.repeat(700);
  const lines = Array.from(
    { length: 2_000 },
    (_, n) => `heavy{l="${label}${String(n)}"} ${String(value)}\n`,
  );
  return lines.join('');
}

it('refuses new series before it dies, updates those that it holds, and is scraped', async () => {
  const [line = ''] = await samplesOf(await start({}), 'process_resident_memory_bytes ');
  const limitMib = Math.ceil(Number(line.split(' ')[1]) / MIB) + 40;
  const gateway = await start({ MEMORY_LIMIT_MIB: String(limitMib) });
  const put = (job: number, value: number): Promise<Response> =>
    fetch(`${gateway.url}/metrics/job/j${String(job)}`, { method: 'PUT', body: bodyOf(value) });
  let pushed = 0;
  let answer = await put(pushed, 11);
  while (answer.status === 200 && pushed < 90) answer = await put((pushed += 1), 11);
  const { error } = (await answer.json()) as { readonly error: string };
  expect([answer.status, answer.headers.get('retry-after'), error]).toEqual([
    429,
    '60',
    expect.stringMatching(
      `^the push was refused: it would open series, and the gateway uses \\d+ of the ${String(limitMib)} MiB of memory`,
    ),
  ]);
  expect((await put(0, 12)).status).toBe(200);
  expect(await samplesOf(gateway, 'gateway_memory_limit_bytes ')).toEqual([
    `gateway_memory_limit_bytes ${String(limitMib * MIB)}`,
  ]);
  const updated = await samplesOf(gateway, 'heavy{');
  expect(updated.filter((sample) => sample.endsWith(' 12'))).toHaveLength(2_000);
  expect(updated).toHaveLength(2_000 * pushed);
  expect(await samplesOf(gateway, 'gateway_refusals_total{route="group",reason="memory"}')).toEqual(
    ['gateway_refusals_total{route="group",reason="memory"} 1'],
  );
});
