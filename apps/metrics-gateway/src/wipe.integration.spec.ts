import { EVENTS } from '@aura/metrics';
import { startGateway, type RunningGateway } from './fixtures/gateway.js';
import { dataFolder } from './fixtures/process.js';
import { requestOf, sumOf } from './otlp/fixtures/request.js';

const TYPE = 'video.stage.completed';
const EVENT = { source: 'w-11', id: 'e-13', type: TYPE, data: EVENTS[TYPE].example };

function post(gateway: RunningGateway, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return gateway.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const total = (value: number, time: number) => sumOf('frames', 2, [{ value, time }]);
const DELTA = sumOf('jobs', 1, [{ value: 3, time: 21 }]);

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

it('forgets what was counted and not that it was, so that no sender brings it back, over a restart too', async () => {
  const { folder, remove } = await dataFolder();
  const settings = { DATA_DIR: folder, ADMIN_API: 'on' };
  const before = await startGateway(undefined, settings);
  await post(before, '/v1/metrics', requestOf([total(100, 21), DELTA]));
  await post(before, '/v1/events', EVENT);
  const wiped = await before.ask('/api/v1/admin/wipe', { method: 'PUT' });
  const empty = await held(before);
  await post(before, '/v1/metrics', requestOf([total(107, 22), DELTA]));
  const again = await post(before, '/v1/events', EVENT);
  await before.close();
  const after = await startGateway(undefined, settings);
  await post(after, '/v1/metrics', requestOf([total(111, 23), DELTA]));
  const later = await post(after, '/v1/events', EVENT);
  const shown = await held(after);
  await after.close();
  await remove();
  const duplicate = expect.stringContaining('"duplicates":1') as unknown; // jest says any
  expect([wiped.status, empty, again.body, later.body]).toEqual([202, [], duplicate, duplicate]);
  expect(shown).toEqual(['frames_total{job="render"} 11']);
});
