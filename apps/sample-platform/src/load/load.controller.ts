import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { z } from 'zod';
import { parsed } from '../api/wish.js';
import { LoadGenerator, type LoadState } from './generator.js';

const rateSchema = z.strictObject({ perMinute: z.number().min(0).max(6_000) });

/** How many requests a minute the platform makes of itself. */
@Controller('load')
export class LoadController {
  constructor(@Inject(LoadGenerator) private readonly generator: LoadGenerator) {}

  @Get()
  read(): LoadState {
    return this.generator.state;
  }

  @Put()
  change(@Body() body: unknown): LoadState {
    this.generator.setRate(parsed(rateSchema, body).perMinute);
    return this.generator.state;
  }
}
