import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import { prometheusAt } from '../monitoring/prometheus.js';
import { fine, unasked, type Finding } from './finding.js';
import { originOf, type Patient } from './patient.js';

const MIB = 2 ** 20;

/** Storage Management: what is kept, for how long, and what it takes. */
export async function ofStorage(patient: Patient): Promise<readonly Finding[]> {
  const { layout, settings } = patient;
  const origin = originOf(patient, 'prometheus');
  if (origin === undefined) return [unasked('storage', 'Prometheus does not run')];
  const series = await prometheusAt(origin).series();
  const bytes = await sizeOf(path.join(layout.data, 'prometheus'));
  const kept = 'problems' in settings ? '' : `, kept for ${settings.PROMETHEUS_RETENTION_TIME}`;
  return [fine('storage', `Prometheus holds ${series} series in ${mib(bytes)}${kept}`)];
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

/** Of all files below; one that goes meanwhile, as blocks do, counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(absent);
  const sizes = (files ?? []).map(async (file) => {
    const found = await stat(path.join(folder, file)).catch(absent);
    return found?.isFile() === true ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
