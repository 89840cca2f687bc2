import type { Thresholds } from '@aura/thresholds';
import type { Page } from '../panel.js';
import { overview } from './overview.js';

/** Every page of the house, for the thresholds of one deployment. */
export function pages(thresholds: Thresholds): readonly Page[] {
  return [overview(thresholds)];
}
