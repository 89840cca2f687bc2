import { createLog } from '@aura/service';
import { outageLog, outageSentence } from './outages.js';

const ADDRESS = 'postgres://127.0.0.1:5432/aura';
const REFUSED = 'connect ECONNREFUSED 127.0.0.1:5432';

it('says once what befell several queues', () => {
  const failures = [
    { queue: 'render', reason: REFUSED },
    { queue: 'housekeeping', reason: REFUSED },
  ] as const;
  expect(outageSentence(failures, ADDRESS)).toBe(
    `cannot read render, housekeeping at ${ADDRESS}: ${REFUSED}`,
  );
});

it('logs an outage when it begins, each of its reasons once, and when it ends', () => {
  const { log, lines } = memoryLog();
  const tell = outageLog(log, ADDRESS);
  const fails = (reason: string): void => {
    tell({ readings: [], failures: [{ queue: 'render', reason }] });
  };
  const answers = (): void => {
    tell({
      readings: [
        {
          queue: 'render',
          jobs: [],
          workers: 0,
          waitingSinceMs: undefined,
          activeSinceMs: [],
          stalls: 0,
        },
      ],
      failures: [],
    });
  };

  answers();
  fails(REFUSED);
  fails('still hangs, 5 s after it began');
  fails(REFUSED);
  fails('still hangs, 7 s after it began');
  answers();
  answers();
  fails(REFUSED);

  expect(lines()).toEqual([
    `error render ${REFUSED}`,
    'error render still hangs, 5 s after it began',
    'info render undefined',
    `error render ${REFUSED}`,
  ]);
});

function memoryLog(): { log: ReturnType<typeof createLog>; lines: () => string[] } {
  const written: string[] = [];
  const log = createLog('test', {
    level: 'info',
    destination: { write: (line) => written.push(line) },
  });
  const lines = (): string[] =>
    written.map((line) => {
      const { level, queue, reason } = JSON.parse(line) as Record<string, string>; // a line of our own log
      return [level, queue, String(reason)].join(' ');
    });
  return { log, lines };
}
