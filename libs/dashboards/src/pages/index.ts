import type { Thresholds } from '@aura/thresholds';
import type { Page } from '../panel.js';
import { worldOf } from '../watch.js';
import { api } from './api.js';
import { business } from './business.js';
import { gpu } from './gpu.js';
import { health } from './health.js';
import { infrastructure } from './infrastructure.js';
import { overview } from './overview.js';
import { render } from './render.js';
import { slo } from './slo.js';
import { stack } from './stack.js';

/** Every page of the house, for the thresholds of one deployment. */
export function pages(thresholds: Thresholds): readonly Page[] {
  const world = worldOf(thresholds);
  return [
    overview(world),
    api(world),
    render(world),
    gpu(world),
    business(world),
    slo(world),
    health(world),
    infrastructure(world),
    stack(world),
  ];
}
