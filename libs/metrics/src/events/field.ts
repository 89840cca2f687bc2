/** One of a closed list of values. */
export interface Choice<V extends string = string> {
  readonly kind: 'choice';
  readonly values: readonly V[];
}

/** Any text that is not empty. */
export interface Text {
  readonly kind: 'text';
  /** Characters of one that names something. Without it the text is a label, and counts as `other` when it is long. */
  readonly atMost?: number;
}

/** A number within its bounds, both included. */
export interface Amount {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly least: number;
  readonly most: number;
}

/** What stands in the data of an event under one name. */
export type Field = (Choice | Text | Amount) & { readonly isOptional?: true };
export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends Choice<infer V> ? V : F extends Text ? string : number;
type OptionalName<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly isOptional: true } ? K : never;
}[keyof F];

/** The data of an event that has these fields. */
export type DataOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalName<F>>]: ValueOf<F[K]>;
} & {
  readonly [K in OptionalName<F>]?: ValueOf<F[K]>;
};

export function oneOf<const V extends string>(values: readonly V[]): Choice<V> {
  return { kind: 'choice', values };
}

export const TEXT: Text = { kind: 'text' };
export const NAME: Text = { kind: 'text', atMost: 200 };

/** Longer than anything that is measured takes; it keeps sums of times far from what a number can hold. */
const YEARS_SECONDS = 1_000_000_000;

export const SECONDS: Amount = { kind: 'number', isWhole: false, least: 0, most: YEARS_SECONDS };

export function between(least: number, most: number): Amount {
  return { kind: 'number', isWhole: false, least, most };
}

export function wholeBetween(least: number, most: number): Amount {
  return { kind: 'number', isWhole: true, least, most };
}

export function optional<F extends Field>(field: F): F & { readonly isOptional: true } {
  return { ...field, isOptional: true };
}
