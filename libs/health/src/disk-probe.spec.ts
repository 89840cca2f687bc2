import { diskAnswer } from './disk-probe.js';

const LIMITS = { path: '/renders', degradedBelowRatio: 0.15, unhealthyBelowRatio: 0.05 };

describe('the judgement of free space', () => {
  it.each([
    [0.15, { state: 'healthy' }],
    [0.149, { state: 'degraded', lost: 'room to grow: 14.9% of /renders is free, less than 15%' }],
    [0.05, { state: 'degraded', lost: 'room to grow: 5% of /renders is free, less than 15%' }],
    [0.049, { state: 'unhealthy', reason: '4.9% of /renders is free, less than 5%' }],
    [0, { state: 'unhealthy', reason: '0% of /renders is free, less than 5%' }],
  ])('of %p', (freeRatio, answer) => {
    expect(diskAnswer(freeRatio, LIMITS)).toEqual(answer);
  });
});
