import { Controller, Get, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { parseConfig } from './config.js';
import { createLog } from './log.js';
import { problem } from './problem.js';
import { serviceSchema } from './schema.js';
import { startService, type Service } from './service.js';

@Controller()
class FailingController {
  @Get('film')
  film(@Res({ passthrough: true }) reply: FastifyReply): never {
    void reply.headers({ 'content-type': 'video/mp4', 'content-length': 11 });
    throw problem({ status: 503, error: 'no film', advice: 'Wait.' });
  }

  @Get('down')
  down(): never {
    throw problem({ status: 503, error: 'no database', advice: 'Wait.' });
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

const lines: string[] = [];
let service: Service;

beforeEach(async () => {
  const read = parseConfig(serviceSchema(0, {}), { PORT: '0' }, () => '');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  lines.length = 0;
  const destination = { write: (line: string) => lines.push(line) };
  const monitoring = { registry: new Registry() };
  service = await startService(
    { name: 'sample', config: read.config, module: FailingModule, monitoring },
    createLog('sample', { level: 'info', destination }),
  );
});

afterEach(() => service.close());

it('logs an outage that a handler foresaw once, without a stack, however many requests meet it', async () => {
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await fetch(`${service.url}/down`)).status);
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

it('answers JSON of its own length where the handler had announced something else', async () => {
  const response = await fetch(`${service.url}/film`);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toMatchObject({ status: 503, error: 'no film', advice: 'Wait.' });
});
