import { readFileSync } from 'node:fs';
import { watchFiles, type FilesRead, type FilesWatch, type Log } from '@aura/service';
import type { OnModuleDestroy } from '@nestjs/common';
import { readTokens, type Tokens } from './tokens.js';

/** How the last reading of the file went. */
export interface Reload {
  readonly isSuccessful: boolean;
  /** Of the last that went well. */
  readonly succeededAtSeconds: number;
}

/** The tokens of a file, read again when it changes; while it is broken, those that it held before. */
export class TokensFile implements OnModuleDestroy {
  private readonly watch: FilesWatch;
  private held: Tokens;
  private last: Reload;

  /** @throws when the file cannot be read, or is broken */
  constructor(
    path: string,
    private readonly log: Log,
    private readonly nowSeconds: () => number,
  ) {
    const text = readFileSync(path, 'utf8');
    const read = readTokens(text);
    if (!read.ok) throw new Error(`TOKENS_FILE: ${path} ${read.faults.join('; ')}`);
    this.held = read.tokens;
    this.last = { isSuccessful: true, succeededAtSeconds: nowSeconds() };
    this.watch = watchFiles([path], [text], (again) => this.take(path, again));
  }

  get tokens(): Tokens {
    return this.held;
  }

  get reload(): Reload {
    return this.last;
  }

  /** Reads the file now, if it has changed. */
  look(): Promise<void> {
    return this.watch.look();
  }

  onModuleDestroy(): Promise<void> {
    return this.watch.close();
  }

  private take(path: string, again: FilesRead): void {
    const read = again.ok
      ? readTokens(again.texts[0] ?? '')
      : ({ ok: false, faults: [again.reason] } as const);
    if (read.ok) {
      this.held = read.tokens;
      this.last = { isSuccessful: true, succeededAtSeconds: this.nowSeconds() };
      this.log.info({ path }, 'tokens read again');
    } else {
      this.last = { ...this.last, isSuccessful: false };
      const { faults } = read;
      this.log.error({ path, faults }, 'the file of tokens is broken, the old tokens stay');
    }
  }
}
