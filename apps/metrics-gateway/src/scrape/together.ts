import type { Shown } from './page.js';

/** The gateway's own families with those that were added up; of one name there is one, under the gateway's help. */
export function together(own: readonly Shown[], added: readonly Shown[]): readonly Shown[] {
  const byName = new Map(added.map((family) => [family.name, family]));
  for (const family of own) {
    const texts = byName.get(family.name)?.texts ?? [];
    byName.set(family.name, { ...family, texts: [...family.texts, ...texts] });
  }
  return [...byName.values()];
}
