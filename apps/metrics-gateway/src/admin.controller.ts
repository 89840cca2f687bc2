import { Controller, HttpCode, Inject, Put } from '@nestjs/common';
import { GroupIntake } from './groups/intake.js';
import { unwritten } from './journal/unwritten.js';

/** There only where ADMIN_API is on: https://github.com/prometheus/pushgateway#admin-api */
@Controller('api/v1/admin')
export class AdminController {
  constructor(@Inject(GroupIntake) private readonly intake: GroupIntake) {}

  @Put('wipe')
  @HttpCode(202)
  async wipe(): Promise<void> {
    const wiped = await this.intake.wipe();
    if (wiped.outcome === 'unwritten') throw unwritten(wiped.reason);
  }
}
