import { createLog, nestLog } from './log.js';

function world() {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const log = createLog('sample', { level: 'info', destination });
  return { log, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>, lines };
}

/** As drivers throw it: the statement's parameters and the connection hang on it. */
function driverError(): Error {
  const cause = new Error('connection terminated');
  const client = { connectionString: 'postgres://aura:hunter2@db/aura' };
  return Object.assign(new Error('insert failed', { cause }), {
    ...{ code: '57P01', parameters: ['a private prompt'], client },
  });
}

describe('an error in the log', () => {
  it('is told by its type, its reason, its code and its stack alone', () => {
    const { log, last } = world();
    const error = driverError();
    log.error({ err: error }, 'not written');
    expect(last()['err']).toEqual({
      type: 'Error',
      message: 'insert failed: connection terminated',
      code: '57P01',
      stack: error.stack,
    });
  });

  it('is told the same way when Nest logs it', () => {
    const { log, lines } = world();
    nestLog(log).error(driverError(), 'Scheduler');
    expect(lines.join('')).toContain('insert failed');
    expect(lines.join('')).not.toMatch(/hunter2|private prompt/);
  });

  it('is told as text when what was thrown is no error', () => {
    const { log, last } = world();
    log.error({ err: 'thrown text' }, 'odd');
    expect(last()['err']).toEqual({ type: 'string', message: 'thrown text' });
  });
});
