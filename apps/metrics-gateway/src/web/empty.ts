import { html, type Html } from './html.js';

/** What a page without anything on it is for: the first push. */
export function emptyState(origin: string): Html {
  return html`<section id="empty" aria-labelledby="empty-title">
    <h2 id="empty-title">Nothing has been pushed yet</h2>
    <p>
      A job that ends before it can be scraped leaves its metrics here. Run this, and load the page
      again:
    </p>
    <pre
      tabindex="0"
    ><code>echo 'rows_copied 3141' | curl --data-binary @- ${origin}/metrics/job/first</code></pre>
    <p>Many workers that count the same thing push increments, which add up:</p>
    <pre
      tabindex="0"
    ><code>curl ${origin}/v1/push -d '{"producer":"worker-1","sequence":1,"families":[{"name":"rows_copied_total","type":"counter","series":[{"labels":{},"value":11}]}]}'</code></pre>
    <p>A client of the Pushgateway only changes its URL to <code>${origin}</code>.</p>
  </section> `;
}
