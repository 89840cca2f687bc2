import type { Happening, Launch } from '../supervision/supervised.js';
import { colour, type Screen } from './screen.js';

const NAME_WIDTH = 20;

/** One line for what a person wants to know of; the rest is in `status`. */
export function tell(screen: Screen, { name, logFile }: Launch, happening: Happening): void {
  switch (happening.kind) {
    case 'changed':
      return;
    case 'ready':
      screen.say(
        `${colour.green('ready')}    ${name.padEnd(NAME_WIDTH)} ${happening.seconds.toFixed(2)} s`,
      );
      return;
    case 'crashed': {
      const wait = (happening.waitMs / 1000).toFixed(1);
      const said = `${happening.why}; again in ${wait} s; its log: ${logFile}`;
      screen.say(`${colour.red('crashed')}  ${name.padEnd(NAME_WIDTH)} ${said}`);
    }
  }
}
