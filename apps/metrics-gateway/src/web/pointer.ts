/** For who reads no HTML: where the same is to be had. */
export function pointerOf(origin: string): string {
  return [
    'The metrics gateway: what jobs have pushed, and what Prometheus gets of it.',
    '',
    `${origin}/metrics          all that is held, as Prometheus scrapes it`,
    `${origin}/api/v1/metrics   the groups as JSON`,
    `${origin}/health           the health of the whole system`,
    `${origin}/                 a page for people, in a browser`,
    '',
    'Push a first metric:',
    `  echo 'rows_copied 3141' | curl --data-binary @- ${origin}/metrics/job/first`,
    '',
  ].join('\n');
}
