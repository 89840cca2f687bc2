import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Door } from './door.js';
import { pieceOf } from '../paged.js';
import { Quarantine, type Quarantined } from './quarantine.js';

/** What UNKNOWN_FAMILIES=quarantine keeps off the scrape. */
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    @Inject(Quarantine) private readonly quarantine: Quarantine,
    @Inject(Door) private readonly door: Pick<Door, 'nearest'>,
  ) {}

  /** Newest first. */
  @Get()
  list(@Query() query: Readonly<Record<string, unknown>>): Listed {
    const all = this.quarantine.list();
    // A name is compared with all of the catalogue, which takes too long for those that nobody asked for.
    const families = pieceOf(all, query).map((one) => this.compared(one));
    return { series: this.quarantine.series, total: all.length, families };
  }

  private compared(one: Quarantined): Compared {
    return { ...one, nearest: this.door.nearest(one.family) };
  }
}

interface Listed {
  /** Of all of them, as a scrape would count them. */
  readonly series: number;
  readonly total: number;
  readonly families: readonly Compared[];
}

interface Compared extends Quarantined {
  /** The name of the catalogue that it may be a misspelling of. */
  readonly nearest: string;
}
