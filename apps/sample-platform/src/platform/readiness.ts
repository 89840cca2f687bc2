import type { ReadinessCheck } from '@aura/service';
import type { Tools } from '../pipeline/stages.js';
import { encoderCheck } from '../pipeline/usable.js';
import type { Platform } from './platform.js';

/** What the platform cannot make videos without. */
export function readinessChecks(platform: Platform, tools: Tools): ReadinessCheck[] {
  const canEncode = encoderCheck(tools);
  return [
    {
      name: 'database',
      deadlineMs: 2_000,
      check: () => platform.parts.dataSource.query('SELECT 1'),
    },
    { name: 'queue', deadlineMs: 2_000, check: () => platform.parts.renderQueue.waiting() },
    { name: 'ffmpeg', deadlineMs: 6_000, check: canEncode },
  ];
}
