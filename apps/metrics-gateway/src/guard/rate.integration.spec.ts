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

it('weighs bodies, also one that comes in chunks', async () => {
  const running = await startGateway(undefined, { REQUESTS_PER_SECOND: '0', MIB_PER_SECOND: '1' });
  gateway = running;
  const large = Buffer.from(`# ${'x'.repeat(3_900_000)}\na 1\n`);
  const chunks = new ReadableStream({
    start(controller) {
      controller.enqueue(large);
      controller.close();
    },
  });
  const put = async (init: RequestInit): Promise<number> =>
    (await running.ask('/metrics/job/heavy', { method: 'PUT', ...init })).status;
  const statuses = [
    await put({ body: large }),
    await put({ body: chunks, duplex: 'half' }),
    await put({ body: large }),
    await put({ body: large }),
  ];
  expect(statuses).toEqual([200, 200, 200, 429]);
});
