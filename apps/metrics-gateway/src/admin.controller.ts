import { Controller, HttpCode, Inject, Put } from '@nestjs/common';
import { Ingest } from './ingest.js';
import { unwritten } from './journal/unwritten.js';

/** There only where ADMIN_API is on: https://github.com/prometheus/pushgateway#admin-api */
@Controller('api/v1/admin')
export class AdminController {
  constructor(@Inject(Ingest) private readonly ingest: Ingest) {}

  @Put('wipe')
  @HttpCode(202)
  async wipe(): Promise<void> {
    const wiped = await this.ingest.wipe();
    if (wiped.outcome === 'unwritten') throw unwritten(wiped.reason);
  }
}
