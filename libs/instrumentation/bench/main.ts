import { benchDecorator } from './decorator.js';
import { benchScrapes } from './scrape.js';
import { benchUpdates } from './updates.js';

await benchUpdates();
await benchDecorator();
await benchScrapes();
