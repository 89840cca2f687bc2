import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Door } from './door.js';
import { pieceOf } from './paged.js';
import { Quarantine, type Quarantined } from './quarantine.js';

/** What UNKNOWN_FAMILIES=quarantine keeps off the scrape. */
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    @Inject(Quarantine) private readonly quarantine: Quarantine,
    @Inject(Door) private readonly door: Door,
  ) {}

  /** Newest first. */
  @Get()
  list(@Query() query: Readonly<Record<string, unknown>>): Listed {
    const all = this.quarantine.list(this.door);
    return { series: this.quarantine.series, total: all.length, families: pieceOf(all, query) };
  }
}

interface Listed {
  /** Of all of them, as a scrape would count them. */
  readonly series: number;
  readonly total: number;
  readonly families: readonly Quarantined[];
}
