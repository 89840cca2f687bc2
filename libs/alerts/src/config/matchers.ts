/** Matchers in the form that every Alertmanager since 0.22 reads: a classic label name and a quoted value. */
export function equals(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}

export function isNot(label: string, value: string): string {
  return `${label}!=${JSON.stringify(value)}`;
}

/** The values are plain names, so none needs escaping in a regular expression. */
export function oneOf(label: string, values: readonly string[]): string {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return equals(label, only);
  return `${label}=~${JSON.stringify(values.join('|'))}`;
}
