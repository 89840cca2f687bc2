/** The work's own result, or an error saying that `what` took longer than `deadlineMs`. */
export async function within<T>(
  { what, deadlineMs }: { readonly what: string; readonly deadlineMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error(`${what} took longer than ${String(deadlineMs)} ms`));
    });
  });
  return Promise.race([work(signal), late]);
}
