import { runService } from '@aura/service';
import { readEnvironment } from './config.js';
import { serviceOf } from './service.js';

await runService(serviceOf(readEnvironment()));
