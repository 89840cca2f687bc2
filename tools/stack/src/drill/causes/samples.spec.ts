import { EXTERNAL, queue, video } from '@aura/metrics';
import { counterOf, exposition, gaugeOf, observations } from './samples.js';

describe('what a drill injects', () => {
  it('is Prometheus text, each family announced once, at the values of that second', () => {
    const gone = (seconds: number): number | undefined => (seconds < 10 ? 12 : undefined);
    const injected = [
      gaugeOf(EXTERNAL.redis.up, {}, 0),
      counterOf(queue.stalled, { queue: 'render' }, 0.5),
      gaugeOf(queue.workers, { queue: 'render' }, 11),
      gaugeOf(queue.workers, { queue: 'housekeeping' }, gone),
      observations(
        video.quality,
        { theme: 'tech', optimization_level: 'fast' },
        { value: 0.5, perSecond: 2 },
      ),
    ];

    const bucket = (le: number | string, count: number): string =>
      `video_quality_score_bucket{theme="tech",optimization_level="fast",le="${le}"} ${count}`;
    const bounds = video.quality.buckets ?? [];
    expect(exposition(injected, 13).split('\n')).toEqual([
      '# TYPE redis_up gauge',
      'redis_up{} 0',
      '# TYPE queue_stalled_jobs_total counter',
      'queue_stalled_jobs_total{queue="render"} 6.5',
      '# TYPE queue_workers gauge',
      'queue_workers{queue="render"} 11',
      '# TYPE video_quality_score histogram',
      ...bounds.map((le) => bucket(le, le < 0.5 ? 0 : 26)),
      bucket('+Inf', 26),
      'video_quality_score_sum{theme="tech",optimization_level="fast"} 13',
      'video_quality_score_count{theme="tech",optimization_level="fast"} 26',
      '',
    ]);
  });
});
