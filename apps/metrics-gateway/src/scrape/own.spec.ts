import { Counter, Gauge, Registry } from 'prom-client';
import { ownFamilies } from './own.js';

describe('the gateway’s own families', () => {
  it('are what prom-client writes, one by one, without those that have no samples', async () => {
    const registry = new Registry();
    const registers = [registry];
    new Gauge({ name: 'a', help: 'Of "a" \\ b\nc.', labelNames: ['l'], registers }).set(
      { l: '# HELP x' },
      11,
    );
    new Counter({ name: 'b_total', help: 'None.', labelNames: ['l'], registers });
    new Counter({ name: 'c_total', help: 'One.', registers }).inc(12);
    expect(ownFamilies(await registry.metrics())).toEqual([
      { name: 'a', type: 'gauge', help: 'Of "a" \\ b\nc.', texts: ['a{l="# HELP x"} 11\n'] },
      { name: 'c_total', type: 'counter', help: 'One.', texts: ['c_total 12\n'] },
    ]);
  });

  it('of no registry are none, and what is not written as a registry writes is told', () => {
    expect(ownFamilies('\n')).toEqual([]);
    expect(() => ownFamilies('x 1\n')).toThrow('the gateway\'s own metrics hold "x 1\\n"');
  });
});
