import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Post,
  Put,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { LOG, type Log } from '@aura/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { parsed } from '../api/wish.js';
import { OutageInterceptor } from '../platform/outage.js';
import { Platform } from '../platform/platform.js';
import { Chaos, drillSchema, type Drill } from './chaos.js';

const exitSchema = z.strictObject({ code: z.number().int().min(0).max(255).default(1) });

/** Drills: break one thing on purpose and watch who notices. Exists only with CHAOS=on. */
@Controller('chaos')
@UseInterceptors(OutageInterceptor)
export class ChaosController {
  constructor(
    @Inject(Chaos) private readonly chaos: Chaos,
    @Inject(Platform) private readonly platform: Platform,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get()
  read(): Drill {
    return this.chaos.drill;
  }

  @Put()
  async change(@Body() body: unknown): Promise<Drill> {
    const wanted = parsed(drillSchema, body);
    if (wanted.workers !== undefined) await this.station(wanted.workers);
    this.chaos.change(wanted);
    this.log.warn({ drill: this.chaos.drill }, 'drill changed');
    return this.chaos.drill;
  }

  @Delete()
  async calm(): Promise<Drill> {
    this.chaos.calm();
    await this.station('running');
    this.log.warn('drill ended');
    return this.chaos.drill;
  }

  /** Ends the process as a crash would: nothing is closed. */
  @Post('exit')
  @HttpCode(202)
  exit(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { readonly code: number } {
    const { code } = parsed(exitSchema, body);
    this.log.fatal({ code }, 'a drill ends this process');
    reply.raw.once('close', () => process.exit(code));
    return { code };
  }

  private async station(workers: Drill['workers']): Promise<void> {
    const { renderCrew } = this.platform.parts;
    if (workers === 'stopped') await renderCrew.stop();
    else await renderCrew.start();
  }
}
