import type { Question } from '@aura/dashboards';
import { z } from 'zod';
import { ask } from './ask.js';

/** What Prometheus made of a question: how many series or values came back, or why none could. */
export type Answer =
  | { readonly question: Question; readonly found: number }
  | { readonly question: Question; readonly refused: string };

const vectorOrMatrix = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.enum(['vector', 'matrix']), result: z.array(z.unknown()) }),
});
const values = z.object({ status: z.literal('success'), data: z.array(z.string()) });

/** As many steps as Grafana asks for on a panel of ordinary width. */
const STEPS = 300;
const SHORTEST_STEP_SECONDS = 15;

/** Asks a running Prometheus everything, one after another, as Grafana would at this moment. Never rejects. */
export async function askAll(url: string, asked: readonly Question[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const question of asked) {
    answers.push(
      await countOf(url, question).then(
        (found) => ({ question, found }),
        (error: unknown) => ({ question, refused: String(error) }),
      ),
    );
  }
  return answers;
}

async function countOf(url: string, question: Question): Promise<number> {
  if (question.kind === 'values') {
    const { series, label } = question;
    const where = new URLSearchParams({ 'match[]': series });
    const read = await ask(`${url}/api/v1/label/${label}/values?${String(where)}`, values);
    return read.data.length;
  }
  const read = await ask(`${url}/api/v1/${pathOf(question)}`, vectorOrMatrix);
  return read.data.result.length;
}

function pathOf({
  promql,
  kind,
  spanSeconds,
}: Extract<Question, { readonly promql: string }>): string {
  const end = Date.now() / 1000;
  if (kind === 'latest') return `query?${String(new URLSearchParams({ query: promql }))}`;
  const range = new URLSearchParams({
    query: promql,
    start: String(end - spanSeconds),
    end: String(end),
    step: String(Math.max(SHORTEST_STEP_SECONDS, Math.ceil(spanSeconds / STEPS))),
  });
  return `query_range?${String(range)}`;
}
