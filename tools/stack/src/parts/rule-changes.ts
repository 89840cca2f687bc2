import { parse } from 'yaml';
import { z } from 'zod';
import type { Rules } from './rules.js';

const ruleFileSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.looseObject({ alert: z.string().optional(), record: z.string().optional() }),
      ),
    }),
  ),
});

/** What a reload changes, one line a rule: `+ new`, `- gone`, `~ other than before`. */
export function ruleChanges(before: Rules, after: Rules): string[] {
  const [old, now] = [rulesByName(before), rulesByName(after)];
  const gone = [...old.keys()].filter((name) => !now.has(name)).map((name) => `- ${name}`);
  const rest = [...now].flatMap(([name, text]) => {
    const previous = old.get(name);
    if (previous === undefined) return [`+ ${name}`];
    return previous === text ? [] : [`~ ${name}`];
  });
  return [...gone, ...rest];
}

function rulesByName(rules: Rules): ReadonlyMap<string, string> {
  const all = Object.values(rules).flatMap((text) =>
    ruleFileSchema.parse(parse(text)).groups.flatMap((group) => group.rules),
  );
  return new Map(all.map((rule) => [rule.alert ?? rule.record ?? '', JSON.stringify(rule)]));
}
