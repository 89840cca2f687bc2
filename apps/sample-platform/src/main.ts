import { runService } from '@aura/service';
import { readPlatformConfig } from './config.js';
import { platformService } from './platform/service.js';

await runService(platformService(await readPlatformConfig()));
