import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dcgm } from './dcgm.js';

const EXPOSITION = readFileSync(path.join(import.meta.dirname, 'fixtures/dcgm.prom'), 'utf8');

describe('the metrics of dcgm-exporter', () => {
  it.each(Object.values(dcgm))('$name is served as declared', ({ name, kind, labels }) => {
    expect(EXPOSITION).toContain(`# TYPE ${name} ${kind}\n`);
    const [series = '', ...others] = seriesOf(name);
    expect(others).not.toHaveLength(0);
    expect(labelsOf(series)).toEqual(expect.arrayContaining(Object.keys(labels)));
  });

  it('declares no label with the name of the host, which changed', () => {
    expect(EXPOSITION).toMatch(/,hostname="[^]*,Hostname="/);
    const declared = Object.values(dcgm).flatMap(({ labels }) => Object.keys(labels));
    expect(declared.filter((label) => label.toLowerCase() === 'hostname')).toEqual([]);
  });
});

function seriesOf(name: string): readonly string[] {
  return EXPOSITION.split('\n').filter((line) => line.startsWith(`${name}{`));
}

function labelsOf(series: string): readonly string[] {
  return [...series.matchAll(/[{,](\w+)="/g)].map(([, label = '']) => label);
}
