import 'reflect-metadata';
import { optimization } from '@aura/metrics';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  SetMetadata,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { register } from 'prom-client';
import { of, type Observable } from 'rxjs';
import { Track } from './decorators.js';

interface Order {
  readonly level: 'fast' | 'standard';
}

const { runs } = optimization;

@Controller('orders')
class Orders {
  @Track({
    calls: runs,
    labels: { optimization_type: 'video', level: (_: string, order: Order) => order.level },
  })
  @Post(':id')
  @HttpCode(202)
  place(@Param('id') id: string, @Body() order: Order): Observable<object> {
    return of({ id, level: order.level });
  }

  @Get(':id')
  @Header('x-shop', 's11')
  @SetMetadata('mark', 13)
  @Track({ calls: runs, labels: { optimization_type: 'thumbnail', level: 'maximum' } })
  find(@Param('id') id: string): object {
    return { id };
  }
}

@Module({ controllers: [Orders] })
class OrdersModule {}

async function counted(): Promise<string[]> {
  const lines = (await register.metrics()).split('\n');
  return lines.filter((line) => /^[a-z].* [1-9]/.test(line));
}

describe('a tracked handler of Nest', () => {
  afterEach(() => {
    register.clear();
  });

  it('keeps its route, its parameters and its metadata, above other decorators and below', async () => {
    const options = { logger: false } as const;
    const adapter = new FastifyAdapter();
    const app = await NestFactory.create<NestFastifyApplication>(OrdersModule, adapter, options);
    await app.init();
    const order = { level: 'fast' };
    const sent = await app.inject({ method: 'POST', url: '/orders/o11', payload: order });
    const found = await app.inject({ method: 'GET', url: '/orders/o12' });
    await app.close();
    expect([
      [sent.statusCode, sent.json()],
      [found.headers['x-shop'], found.json()],
      Reflect.getMetadata('mark', Reflect.get(Orders.prototype, 'find')),
      Reflect.getMetadata('design:paramtypes', Orders.prototype, 'place'),
      await counted(),
    ]).toEqual([
      [202, { id: 'o11', level: 'fast' }],
      ['s11', { id: 'o12' }],
      13,
      [String, Object],
      [
        'ai_optimization_total{optimization_type="video",level="fast"} 1',
        'ai_optimization_total{optimization_type="thumbnail",level="maximum"} 1',
      ],
    ]);
  });
});
