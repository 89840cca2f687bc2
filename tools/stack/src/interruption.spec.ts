import { Writable } from 'node:stream';
import { listenForInterruption, type Interruption } from './interruption.js';
import { createScreen } from './screen/screen.js';

/** A pipe whose reader leaves after so many lines. */
function pipe(readLines: number): { readonly out: Writable; readonly lines: string[] } {
  const lines: string[] = [];
  const out = new Writable({
    autoDestroy: false,
    write: (line: Buffer, _encoding, done) => {
      if (lines.length === readLines) {
        done(new Error('write EPIPE'));
        return;
      }
      lines.push(line.toString());
      done();
    },
  });
  return { out, lines };
}

const listen = (out: Writable, force: () => void = () => undefined) => {
  const screen = createScreen(out);
  return { screen, interruption: listenForInterruption({ screen, told: 'undoing it', force }) };
};
const isAsked = ({ signal }: Interruption): boolean => signal.aborted;

describe('an interruption', () => {
  it('is asked for by the first signal, and forced by the next', () => {
    const { out, lines } = pipe(11);
    let forced = 0;
    const { interruption } = listen(out, () => (forced += 1));
    try {
      process.emit('SIGHUP', 'SIGHUP');
      expect([lines, isAsked(interruption), forced]).toEqual([['SIGHUP: undoing it\n'], true, 0]);
      process.emit('SIGHUP', 'SIGHUP');
      expect([lines.length, forced]).toEqual([1, 1]);
    } finally {
      interruption.dispose();
    }
  });

  it('is asked for when nobody reads any more, and what is said then is lost', async () => {
    const { out, lines } = pipe(1);
    const { screen, interruption } = listen(out);
    try {
      screen.say('eleven');
      expect(isAsked(interruption)).toBe(false);
      screen.say('twelve');
      await interruption.asked;
      screen.say('thirteen');
      expect(lines).toEqual(['eleven\n']);
    } finally {
      interruption.dispose();
    }
  });
});
