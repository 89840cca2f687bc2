import { startGateway, type Answer, type RunningGateway } from '../fixtures/gateway.js';

let gateway: RunningGateway | undefined;
afterEach(() => gateway?.close());

it('turns away who sends too much, says for how long, and goes on to be scraped', async () => {
  const running = await startGateway(undefined, { REQUESTS_PER_SECOND: '1', MIB_PER_SECOND: '1' });
  gateway = running;
  const answers: Answer[] = [];
  while (answers.length < 99 && answers.at(-1)?.status !== 429) {
    const path = `/metrics/job/j${String(answers.length)}`;
    answers.push(await running.ask(path, { method: 'PUT', body: 'a 1\n' }));
  }
  const { body = '{}', headers } = answers.pop() ?? {};
  expect(answers.length).toBeGreaterThanOrEqual(10);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect([headers?.get('retry-after'), JSON.parse(body)]).toEqual([
    '1',
    {
      status: 429,
      error: 'it was refused: the address 127.0.0.1 sends more than it may for a while',
      advice: 'Wait 1 s, then send what is left in fewer requests.',
    },
  ]);
  expect((await running.ask('/health/live')).status).toBe(200);
  expect(await running.samples()).toContain(
    'gateway_refusals_total{route="group",reason="rate"} 1',
  );
});

const LARGE = Buffer.from(`# ${'x'.repeat(3_900_000)}\na 1\n`);
const inOne = (): RequestInit => ({ body: LARGE });
const inChunks = (): RequestInit => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(LARGE);
      controller.close();
    },
  });
  return { body, duplex: 'half' };
};

// Three empty the bucket of ten seconds at once; a busy machine, which takes a second for one, needs more of them.
it.each([
  ['whose length is said', inOne],
  ['that comes in chunks', inChunks],
])('weighs a body %s', async (_, made) => {
  const running = await startGateway(undefined, { REQUESTS_PER_SECOND: '0', MIB_PER_SECOND: '1' });
  gateway = running;
  const statuses: number[] = [];
  while (statuses.length < 33 && statuses.at(-1) !== 429) {
    const put = { method: 'PUT', ...made() };
    statuses.push((await running.ask('/metrics/job/heavy', put)).status);
  }
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  expect(statuses.at(-1)).toBe(429);
});
