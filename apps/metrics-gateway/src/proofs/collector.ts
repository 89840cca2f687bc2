/** Loaded into a gateway under test before its own code, with `--expose-gc`: says on SIGUSR2 what is in use when all that nobody needs is gone. */
process.on('SIGUSR2', () => {
  // The second one takes what the first one's finalisers let go.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const line = { msg: COLLECTED, rss, used: heapUsed + external };
  process.stdout.write(`${JSON.stringify(line)}\n`);
});

export const COLLECTED = 'collected';
