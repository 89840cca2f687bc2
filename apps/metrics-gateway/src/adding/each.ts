import { z } from 'zod';

/**
 * A list of these. It is read up to the first that is not one: `z.array` reads on, and a body of a million wrong ones
 * makes millions of sentences, which take seconds and gigabytes, and of which a client is told one.
 */
export function each<S extends z.ZodType>(schema: S, most = Infinity) {
  return z
    .array(z.unknown())
    .max(most)
    .transform((list, context): z.output<S>[] => {
      const read: z.output<S>[] = [];
      for (const [i, one] of list.entries()) {
        const { success, data, error } = schema.safeParse(one);
        if (!success) {
          for (const issue of error.issues) context.issues.push(placed(issue, i));
          return read;
        }
        read.push(data);
      }
      return read;
    });
}

/** After a word that is unknown zod goes on with what it has, so what was read until then is the list. */
function placed(issue: z.core.$ZodIssue, at: number): z.core.$ZodRawIssue {
  return { ...issue, input: undefined, path: [at, ...issue.path] };
}
