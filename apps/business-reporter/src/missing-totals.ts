import type { Log } from '@aura/service';
import type { Figures } from './figures.js';

/** Logs once that the platform is too old for totals, and again only when they were there in between. */
export function missingTotalsLog(
  log: Log,
  address: string,
): (figures: Pick<Figures, 'totals'> | undefined) => void {
  let isTold = false;
  return (figures) => {
    if (figures === undefined) return;
    const isMissing = figures.totals === undefined;
    if (isMissing && !isTold) {
      log.warn({ address }, MISSING);
    }
    isTold = isMissing;
  };
}

const MISSING =
  'the views reporting.users and reporting.forgotten are missing, so sign-ups, rendered seconds and their cost ' +
  'are not shown; bring the platform up to date';
