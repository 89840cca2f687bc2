import type { Command } from '@aura/parts';
import { inParallel } from '../in-parallel.js';
import type { Shipped } from '../story-files.js';
import { AT_ONCE } from '../tell.js';
import type { Listed } from './equivalent.js';
import { judge, type Judgement, type Tried } from './judge.js';
import { plan, type Trial } from './plan.js';
import { attempt } from './try.js';

interface Options {
  readonly listed: readonly Listed[];
  /** Which mutants to try of all there are. */
  readonly choose: (trials: readonly Trial[]) => readonly Trial[];
  readonly onTried?: (tried: Tried, trials: number) => void;
}

/** Changes the rules one thing at a time and watches whether a story fails. */
export async function checkMutants(
  promtool: Command,
  shipped: Shipped,
  { listed, choose, onTried = () => undefined }: Options,
): Promise<Judgement> {
  const all = plan(shipped);
  const chosen = choose(all);
  const trials = await inParallel(chosen, AT_ONCE, async (trial): Promise<Tried> => {
    const outcome = await attempt(promtool, trial, shipped.groups);
    const tried = { mutant: trial.mutant, outcome };
    onTried(tried, chosen.length);
    return tried;
  });
  return judge(
    trials,
    listed,
    all.map(({ mutant }) => mutant),
  );
}
