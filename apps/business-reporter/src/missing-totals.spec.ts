import { createLog } from '@aura/service';
import { missingTotalsLog } from './missing-totals.js';

it('says once that totals are missing, and again when they were there in between', () => {
  const written: string[] = [];
  const destination = { write: (line: string) => written.push(line) };
  const log = createLog('test', { level: 'info', destination });
  const tell = missingTotalsLog(log, 'postgres://db/aura');
  const totals = { signups: 11, videoSeconds: 12, renderSeconds: 13 };
  const told = (figures: Parameters<typeof tell>[0]): number => {
    tell(figures);
    return written.splice(0).length;
  };

  expect(
    [{ totals: undefined }, { totals: undefined }, undefined, { totals: undefined }].map(told),
  ).toEqual([1, 0, 0, 0]);
  expect([{ totals }, { totals: undefined }].map(told)).toEqual([0, 1]);
});
