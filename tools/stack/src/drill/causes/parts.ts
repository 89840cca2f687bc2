import type { PartName } from '../../settings/ports.js';
import type { Cause } from '../cause.js';

/** Holds a part down for as long as the drill lasts. */
export function stopped(part: PartName, signal?: NodeJS.Signals): Cause {
  return {
    how: 'real',
    what: `${signal === 'SIGKILL' ? 'kills' : 'stops'} ${part}`,
    begin: async ({ field, defer }) => {
      defer(() => field.order({ verb: 'start', part }), `npm run stack -- start ${part}`);
      await field.order({ verb: 'stop', part, ...(signal && { signal }) });
    },
  };
}
