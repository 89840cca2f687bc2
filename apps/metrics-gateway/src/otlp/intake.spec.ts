import { otlpWorld } from './fixtures/world.js';
import { requestOf, sumOf } from './fixtures/request.js';

const JOBS = sumOf('jobs', 1, [{ value: 11, time: 21 }]);
const NAN = { name: 'level', gauge: { dataPoints: [{ asDouble: 'NaN', timeUnixNano: '1' }] } };

function send(world: ReturnType<typeof otlpWorld>, ...metrics: readonly unknown[]) {
  return world.send(JSON.stringify(requestOf(metrics)), 'json');
}

it('writes down what changes something, and nothing of retries and of what is refused whole', async () => {
  const world = otlpWorld();
  const written: number[] = [];
  for (const metrics of [[JOBS], [JOBS], [NAN], [JOBS, NAN], [], [NAN, sumOf('cuts', 1, [])]]) {
    await send(world, ...metrics);
    written.push(world.written());
  }
  expect([written, world.shown()]).toEqual([[1, 1, 1, 1, 1, 1], ['jobs_total{job,render} 11']]);
});

it('writes down what is taken in part', async () => {
  const world = otlpWorld();
  const answer = await send(world, NAN, JOBS);
  expect([answer.status, world.written(), world.shown()]).toEqual([
    200,
    1,
    ['jobs_total{job,render} 11'],
  ]);
});
