import { HEALTH_JSON, toHealthJson, toJson, type HealthChecker } from '@aura/health';
import type { Answer, Answerer } from '../http/answer.js';

interface About {
  readonly name: string;
  readonly isStopping: () => boolean;
}

/** What is healthy or degraded answers 200: the state is in the body. Only what is unhealthy answers 503. */
export function healthRoutes(
  checker: HealthChecker,
  { name, isStopping }: About,
): ReadonlyMap<string, Answerer> {
  const report: Answerer = ({ accept = '' }) => {
    const now = checker.report();
    const status = now.state === 'unhealthy' ? 503 : 200;
    const answer = accept.includes(HEALTH_JSON)
      ? json(status, toHealthJson(now, { serviceId: name, description: name }), HEALTH_JSON)
      : json(status, toJson(now));
    return Promise.resolve(answer);
  };
  return new Map<string, Answerer>([
    ['/health', report],
    // The event loop answers, which is all that a restart could mend.
    ['/health/live', () => Promise.resolve(json(200, { status: 'ok' }))],
    ['/health/ready', (headers) => (isStopping() ? Promise.resolve(STOPPING) : report(headers))],
  ]);
}

const STOPPING = json(503, { state: 'unhealthy', reason: 'the application is stopping' });

function json(status: number, body: object, type = 'application/json'): Answer {
  return {
    status,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
