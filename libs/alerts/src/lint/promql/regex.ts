/**
 * The regular expression as a label matcher applies it, to the whole value; undefined where Prometheus'
 * RE2 would refuse it: it has no lookaround and no backreference.
 */
export function wholeValue(pattern: string): RegExp | undefined {
  if (/\(\?<?[=!]/.test(pattern) || /\\[1-9]/.test(pattern)) return undefined;
  const flags = /^\(\?([is]+)\)/.exec(pattern)?.[1] ?? '';
  const body = pattern.replace(/^\(\?[is]+\)/, '').replaceAll('(?P<', '(?<');
  try {
    return new RegExp(`^(?:${body})$`, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
