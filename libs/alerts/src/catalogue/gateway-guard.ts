import { guard } from '@aura/metrics';
import { below, minBy, now } from '@aura/metrics/promql';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries } from '../story.js';

const FIRST = { job: 'metrics-gateway', instance: 'a:8000' } as const;
const SECOND = { job: 'metrics-gateway', instance: 'b:8000' } as const;

/** What stands before the gateway's ways in. */
export function guardAlerts(): readonly Alert[] {
  return [tokensReloadFailing()];
}

function tokensReloadFailing(): Alert {
  return alert({
    name: 'TokensReloadFailing',
    severity: 'ticket',
    component: 'gateway',
    when: below(minBy(now(guard.tokensReloaded)), { value: 1, unit: 'count' }),
    for: '5m',
    summary: () => 'The gateway cannot read its file of tokens.',
    description: () =>
      'It goes on with the tokens that it read before: one that was added does not let in, one that was taken away ' +
      'still does, and a restart would fail.',
    story: {
      world: [
        gaugeSeries(guard.tokensReloaded, FIRST, (value) => value),
        gaugeSeries(guard.tokensReloaded, SECOND, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: {},
      whenAbsent: 'silent', // without TOKENS_FILE there is nothing to read
    },
  });
}
