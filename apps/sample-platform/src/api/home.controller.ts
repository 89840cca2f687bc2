import { Controller, Get, Header, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { LoadGenerator } from '../load/generator.js';
import { isOutage } from '../platform/outage.js';
import { Platform } from '../platform/platform.js';
import { homePage, type Home } from './home.js';

const SHOWN_VIDEOS = 12;

/** One page for people. It is there even when the database is not, and says so. */
@Controller()
export class HomeController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Platform) private readonly platform: Platform,
    @Inject(LoadGenerator) private readonly load: LoadGenerator,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'")
  async page(): Promise<string> {
    const perMinute = this.load.state.perMinute;
    return homePage({ ...(await this.sight()), perMinute, hasChaos: this.config.CHAOS === 'on' });
  }

  private async sight(): Promise<Pick<Home, 'videos' | 'waiting'>> {
    if (!this.platform.isOpen) return { videos: [], waiting: undefined };
    const { ledger, renderQueue } = this.platform.parts;
    try {
      const [videos, waiting] = await Promise.all([
        ledger.latest(SHOWN_VIDEOS),
        renderQueue.waiting(),
      ]);
      return { videos, waiting };
    } catch (error) {
      if (!isOutage(error)) throw error;
      return { videos: [], waiting: undefined };
    }
  }
}
