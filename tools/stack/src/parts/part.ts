import type { Cluster, Command, ProgramName, Programs } from '@aura/parts';
import type { Layout } from '../layout.js';
import type { PartName } from '../settings/ports.js';
import type { Settings } from '../settings/settings.js';
import type { Readiness } from '../supervision/readiness.js';
import type { Secrets } from './secrets.js';

/** What the parts are told about the machine and about each other. */
export interface World {
  readonly layout: Layout;
  readonly settings: Settings;
  readonly ports: Readonly<Record<PartName, number>>;
  readonly programs: Programs<ProgramName>;
  readonly cluster: Cluster;
  /** The one that the platform renders with; what is probed has to be what is used. */
  readonly ffmpeg: string;
  readonly secrets: Secrets;
}

/** One row of the table: everything the launcher has to know about a part. */
export interface Part {
  readonly name: PartName;
  readonly purpose: string;
  /** What has to be ready before it starts. */
  readonly needs: readonly PartName[];
  /** The fetched program it is; where that cannot be had, the stack runs without the part. */
  readonly program?: ProgramName;
  /** Built from this working tree before it starts. */
  readonly isApp?: true;
  readonly readyWithinMs: number;
  readonly stopSignal?: NodeJS.Signals;
  /** Shown to people; `{port}` is filled in. */
  readonly url: string;
  command(world: World): Command;
  readiness(world: World): Readiness;
  whenReady?(world: World): Promise<void>;
}
