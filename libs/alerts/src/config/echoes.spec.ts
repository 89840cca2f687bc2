import type { Window } from '@aura/metrics/promql';
import { afterOutage, GONE, REMEMBERED, type Remembered } from '../catalogue/after-outage.js';
import { windowSeconds } from '../window.js';
import {
  CATALOGUE,
  EVERY_ALERT,
  isPage,
  nameOf,
  silences,
  sourcesOf,
  type Labels,
} from './fixtures/silences.js';
import { ECHOES } from './inhibitions.js';

/** Pages that an outage silences and no echo holds, each with the reason. */
const TOLD_AT_ONCE: Readonly<Record<string, string>> = {
  ApplicationDown:
    'it looks back over nothing, and an application that is still gone is the next outage',
  PaymentsFailing: 'money is not left alone for half an hour',
};

const rangesOf = (labels: Labels): readonly number[] => {
  const promql = CATALOGUE.find(({ name }) => name === nameOf(labels))?.promql ?? '';
  return [...promql.matchAll(/(?:\[|:ratio_rate)(\d+[smhd])/g)].map(
    ([, range = '']) => windowSeconds(range as Window), // the expression matches a number and a unit
  );
};

/** The shortest range of a conjunction ends it; errors trail the return by up to a minute. */
function stillSeenFor(labels: Labels): number {
  const ranges = rangesOf(labels);
  if (ranges.length === 0) return 0;
  const kept = CATALOGUE.find(({ name }) => name === nameOf(labels))?.keepFiringFor ?? '0s';
  return Math.min(...ranges) + windowSeconds(kept) + 60;
}

describe.each(Object.entries(GONE))(
  'when an outage of %s is over, the inhibit rules',
  (component, outage) => {
    const silenced = EVERY_ALERT.filter(
      (target) => isPage(target) && sourcesOf(outage).some((source) => silences(source, target)),
    );
    const holder = (target: Labels): Remembered | undefined =>
      REMEMBERED.find((remembered) =>
        silences({ alertname: afterOutage(remembered), severity: 'none', component }, target),
      );

    it('hold back each page that the outage silenced, for as long as it looks back', () => {
      const told = silenced.filter((target) => {
        const held = holder(target);
        return held === undefined || windowSeconds(held) < stillSeenFor(target);
      });

      expect(silenced.map(nameOf)).toEqual(expect.arrayContaining(['NoWorkers', 'QueueStuck']));
      expect(told.map(nameOf).filter((name) => TOLD_AT_ONCE[name] === undefined)).toEqual([]);
    });

    it('hold back nothing that the outage did not silence', () => {
      const held = EVERY_ALERT.filter((target) => holder(target) !== undefined);

      expect(
        held.filter((target) => !sourcesOf(outage).some((source) => silences(source, target))),
      ).toEqual([]);
    });
  },
);

it('holds back what looks back over a range no longer than it must', () => {
  const ranges = EVERY_ALERT.filter((target) => rangesOf(target).length > 0);
  const longer = ranges.filter((target) => {
    const held = REMEMBERED.find((remembered) => ECHOES[remembered].includes(nameOf(target)));
    const enough = REMEMBERED.find((one) => windowSeconds(one) >= stillSeenFor(target));
    return held !== undefined && held !== enough;
  });

  expect(longer).toEqual([]);
});
