import { errorMonitor } from 'node:events';
import { finished } from 'node:stream';
import { isMethod, property } from './failure.js';
import { Life, type Span } from './tracked-life.js';

/** A stream that somebody reads, Node's or the web's: pipes it, iterates it, or listens to it. */
export function isReadable(value: object): value is NodeJS.ReadableStream {
  return isMethod(value, 'pipe') && isMethod(value, 'on')
    ? typeof property(value, 'readable') === 'boolean'
    : isMethod(value, 'pipeTo') && isMethod(value, 'getReader');
}

/**
 * Closes `span` when the stream is over: read to its end, destroyed by who reads it, or failed. False when
 * nobody can tell. An error that nobody listens to stays one: `finished` would listen, a monitor does not.
 */
export function watchStream(span: Span, stream: NodeJS.ReadableStream): boolean {
  const life = new Life(() => span);
  life.begin();
  try {
    finished(stream, { error: false, writable: false }, (error) => {
      close(life, error ?? undefined);
    });
    if (isMethod(stream, 'on')) {
      stream.on(errorMonitor, (error: unknown) => {
        close(life, error);
      });
    }
    return true;
  } catch {
    return false; // no stream that Node knows: it is watched as what else it is
  }
}

function close(life: Life, error: unknown): void {
  if (error === undefined || isLeaving(error)) life.end();
  else life.fail(error);
}

/** Its reader wanted no more, as with `break` in a loop; an abort by a signal has the signal's reason as cause. */
function isLeaving(error: unknown): boolean {
  const code = property(error, 'code');
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    (code === 'ABORT_ERR' && property(error, 'cause') === undefined)
  );
}
