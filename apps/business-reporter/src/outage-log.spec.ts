import { createLog } from '@aura/service';
import { outageLog } from './outage-log.js';

it('logs an outage when it begins, each of its reasons once, and when it ends', () => {
  const written: string[] = [];
  const destination = { write: (line: string) => written.push(line) };
  const tell = outageLog(createLog('test', { level: 'info', destination }), 'postgres://db/aura');

  [
    undefined,
    'refused',
    'hangs, 5 s',
    'refused',
    'hangs, 7 s',
    undefined,
    undefined,
    'refused',
  ].forEach(tell);

  expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'error', address: 'postgres://db/aura', reason: 'refused' },
    { level: 'error', reason: 'hangs, 5 s' },
    { level: 'info', msg: 'figures can be read again' },
    { level: 'error', reason: 'refused' },
  ]);
});
