import { disorder } from './order.js';
import { DEFAULTS, type Thresholds } from './index.js';

const withBacklogs = (backlog: number, growingBacklog: number): Thresholds => ({
  ...DEFAULTS,
  queue: {
    ...DEFAULTS.queue,
    backlog: { ...DEFAULTS.queue.backlog, value: backlog },
    growingBacklog: { ...DEFAULTS.queue.growingBacklog, value: growingBacklog },
  },
});

describe('the order of two thresholds of one thing', () => {
  it('is right by default, and where both are the same', () => {
    expect(disorder(DEFAULTS)).toEqual([]);
    expect(disorder(withBacklogs(113, 113))).toEqual([]);
  });

  it('is told where the page would come before the ticket', () => {
    expect(disorder(withBacklogs(511, 53))).toEqual([
      'queue.backlog is 511 and queue.growingBacklog is 53; queue.backlog may be at most queue.growingBacklog, ' +
        'or people are woken before they are warned',
    ]);
  });

  it('is told of shares too, and of what grows worse as it falls', () => {
    const cpuExhausted = { ...DEFAULTS.host.cpuExhausted, value: 0.71 };
    const host = { ...DEFAULTS.host, cpuExhausted };
    const disk = { ...DEFAULTS.disk, freeDegraded: { ...DEFAULTS.disk.freeDegraded, value: 0.03 } };

    expect(disorder({ ...DEFAULTS, host })).toEqual([
      expect.stringMatching(/^host\.cpuBusy is 90% and host\.cpuExhausted is 71%; /),
    ]);
    expect(disorder({ ...DEFAULTS, disk })).toEqual([
      expect.stringMatching(/^disk\.freeUnhealthy is 5% and disk\.freeDegraded is 3%; /),
    ]);
  });
});
