import { Controller, Get, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { parseConfig } from './config.js';
import { createLog } from './log.js';
import { problem } from './problem.js';
import { serviceSchema } from './schema.js';
import { startService } from './service.js';

@Controller()
class DownController {
  @Get('down')
  down(): never {
    throw problem({ status: 503, error: 'no database', advice: 'Wait.' });
  }
}

@Module({ controllers: [DownController] })
class DownModule {}

describe('an outage that a handler foresaw', () => {
  it('is logged once, without a stack, however many requests meet it', async () => {
    const read = parseConfig(serviceSchema(0, {}), { PORT: '0' }, () => '');
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const monitoring = { registry: new Registry() };
    const service = await startService(
      { name: 'sample', config: read.config, module: DownModule, monitoring },
      createLog('sample', { level: 'info', destination }),
    );
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await fetch(`${service.url}/down`)).status);
    await service.close();
    expect(statuses).toEqual([503, 503, 503]);
    expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'warn',
        time: expect.any(String) as unknown,
        service: 'sample',
        method: 'GET',
        route: '/down',
        status: 503,
        requestId: expect.any(String) as unknown,
        reason: 'no database',
        heldBack: 0,
        msg: 'request refused',
      },
    ]);
  });
});
