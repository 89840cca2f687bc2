import { z } from 'zod';

/** One case of a benchmark as its process prints it, one JSON object a line. */
const result = z.strictObject({
  bench: z.string(),
  case: z.string(),
  /** Medians, in `unit`. */
  ours: z.number(),
  peer: z.number(),
  unit: z.string(),
  /** peer / ours: how many times less ours costs. */
  ratio: z.number(),
});

export type Result = z.infer<typeof result>;

/** What a line of a benchmark's output says; undefined for a line that is no result. */
export function readResult(line: string): Result | undefined {
  if (!line.startsWith('{')) return undefined;
  const read = result.safeParse(JSON.parse(line));
  if (read.success) return read.data;
  throw new Error(`a benchmark printed a result of another form: ${line}`, { cause: read.error });
}
