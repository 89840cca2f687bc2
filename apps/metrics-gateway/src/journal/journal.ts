/** A change of the gateway's state. */
export interface Entry<T> {
  /** The name of a registered kind. */
  readonly kind: string;
  /** What the kind's `replay` needs to do the same again. Called at once, and only where there is a journal. */
  readonly encode: () => Uint8Array;
  /** Does it. Called when the record is durable, at once and in the order of the journal; never for a record that failed. */
  readonly apply: () => Effect<T>;
}

export interface Effect<T> {
  readonly answer: T;
  /** False where the state refused the change: a replay must leave it out, even if it would fit by then. */
  readonly isKept: boolean;
  /** What of a change that is kept was refused; the kind's `replay` gets it, and must leave out the same. */
  readonly leftOut?: Uint8Array | undefined;
}

/** `full`: there is no room on the disk. `failed`: the disk failed otherwise. The state is as it was. */
export type Appended<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly reason: 'full' | 'failed' };

/**
 * One kind of record. To add a kind: register it in the constructor of the provider that owns the state (records are
 * replayed after all providers are made and before the port listens), append entries of its name, and change the
 * state nowhere but in their `apply` and in `replay`. Old records are read for ever: change a body's format only with
 * a new name, and keep the old kind's `replay`.
 */
export interface RecordKind {
  readonly name: string;
  /**
   * Does again what the entry's `apply` did, but for what that left out. Limits and settings of now hold. Throws at
   * bytes that no entry had.
   */
  replay(body: Uint8Array, leftOut?: Uint8Array): void;
  /** For kinds of which a later record may set anew all that an earlier one has set. */
  readonly overwriting?: Overwriting;
  /** For kinds of which a part may be refused by what else is held: what that was must be there at a replay, too. */
  readonly isKeptInPart?: true;
  /**
   * Bodies of this kind whose replay brings the state back whole, for a snapshot; none where another kind's do. Called
   * between two records; each function is called later, and gives what held at the time of the dump.
   */
  dump(): readonly (() => Uint8Array)[];
}

/** What of a record can be left out of a replay. All kinds that have this speak of the same things. */
export interface Overwriting {
  sets(body: Uint8Array): Setting;
  /** What is left to do for a record that is overwritten later; cheaper than `replay`. */
  pass(body: Uint8Array): void;
}

export interface Setting {
  /** Of what the record changes; undefined for all there is. */
  readonly key: string | undefined;
  /** Whatever was there before, it is the same after this record. */
  readonly isWhole: boolean;
}

/** Where changes are written down before they are made. */
export abstract class Journal {
  protected readonly kinds = new Map<string, RecordKind>();

  register(kind: RecordKind): void {
    if (this.kinds.has(kind.name)) throw new Error(`two kinds of record are named ${kind.name}`);
    this.kinds.set(kind.name, kind);
  }

  /** Brings back what was written. Called once, after all kinds are registered and before the first entry. */
  abstract start(): Promise<void>;

  abstract append<T>(entry: Entry<T>): Promise<Appended<T>>;

  /** Nest calls it when no request is in flight any more. */
  abstract onModuleDestroy(): Promise<void>;
}

/** Writes nothing down: what it is given happens at once and dies with the process. */
export class MemoryJournal extends Journal {
  start(): Promise<void> {
    return Promise.resolve();
  }

  append<T>({ apply }: Entry<T>): Promise<Appended<T>> {
    return Promise.resolve({ ok: true, answer: apply().answer });
  }

  onModuleDestroy(): Promise<void> {
    return Promise.resolve();
  }
}
