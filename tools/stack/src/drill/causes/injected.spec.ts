import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXTERNAL } from '@aura/metrics';
import { layoutOf } from '../../layout.js';
import type { Undo } from '../cause.js';
import type { Field } from '../field.js';
import { injected } from './injected.js';
import { gaugeOf } from './samples.js';

interface Step {
  readonly undo: Undo;
  readonly byHand: string | undefined;
}

/** A drill whose gateway takes samples and does not let go of them. */
async function drill(url: string) {
  const forgotten: string[] = [];
  const steps: Step[] = [];
  const end = new AbortController();
  const keep = (undo: Undo, byHand?: string): void => void steps.push({ undo, byHand });
  const field = fieldAt(url, forgotten);
  const stage = { field, signal: end.signal, defer: keep, afterwards: keep };
  await injected('says so', 'redis', gaugeOf(EXTERNAL.redis.up, {}, 11)).begin(stage);
  end.abort();
  const results = await Promise.allSettled(steps.toReversed().map(({ undo }) => undo()));
  return { forgotten, steps, results };
}

function fieldAt(url: string, forgotten: string[]): Field {
  const not = (): never => {
    throw new Error('not asked for here');
  };
  const forget = (selector: string): Promise<void> => {
    forgotten.push(selector);
    return Promise.resolve();
  };
  return {
    layout: layoutOf('/tree', '/home'),
    media: [],
    prometheus: {
      ...{ targets: not, query: not, alerts: not, rule: not, configuration: not, reload: not },
      forget,
    },
    alertmanager: { configuration: not, alerts: not },
    urlOf: () => url,
    ...{ order: not, inbox: not },
  };
}

const SELECTOR =
  '{instance="drill",__name__=~"redis_up|redis_up_bucket|redis_up_sum|redis_up_count"}';

describe('injected samples', () => {
  it('are forgotten by Prometheus though the gateway keeps them, and each step can be typed', async () => {
    const gateway = createServer((request, response) => {
      response.statusCode = request.method === 'DELETE' ? 503 : 200;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`; // it listens on a port, not on a path
    const { forgotten, steps, results } = await drill(url).finally(() => gateway.close());

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(forgotten).toEqual([SELECTOR]);
    expect(steps.map(({ byHand }) => byHand)).toEqual([
      `curl -X POST -G --data-urlencode 'match[]=${SELECTOR}' ${url}/api/v1/admin/tsdb/delete_series`,
      `curl -X DELETE ${url}/metrics/job/redis/instance/drill`,
      undefined,
    ]);
  });
});
