import { isRunning, readState, type PartState } from '../control/state.js';
import { loadSettings, type Place } from '../config.js';
import { runsInContainers } from '../docker/running.js';
import type { Layout } from '../layout.js';
import type { Problems, Settings } from '../settings/settings.js';
import type { PartName } from '../settings/ports.js';

/** The stack as its own files describe it: everything else is found by asking it. */
export interface Patient {
  readonly layout: Layout;
  readonly settings: Settings | Problems;
  /** Empty where no launcher runs. */
  readonly parts: readonly PartState[];
  /** Not by a launcher, but under Docker, where the doctor does not reach. */
  readonly isInContainers: boolean;
}

export async function patientAt(place: Place): Promise<Patient> {
  const { layout } = place;
  const state = await readState(layout.state);
  const runs = state !== undefined && (await isRunning(state));
  return {
    layout,
    settings: loadSettings(place),
    parts: runs ? state.parts : [],
    isInContainers: !runs && (await runsInContainers(layout)),
  };
}

/** Where a part answers; a part that was not asked for, or does not run now, answers nowhere. */
export function originOf({ parts }: Patient, name: PartName): string | undefined {
  const part = parts.find((one) => one.name === name);
  return part?.phase === 'ready' ? new URL(part.url).origin : undefined;
}
