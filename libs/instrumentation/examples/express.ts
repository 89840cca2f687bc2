/** A plain Express application with a metric of its own. What is imported here is all that it takes. */
// eslint-disable-next-line @nx/enforce-module-boundaries -- an example is written as another team would write it
import { bind, expressMetrics, metricsHandler } from '@aura/instrumentation';
import { counter, upTo } from '@aura/metrics';
import express, { Router, type Express } from 'express';
import type { Registry } from 'prom-client';

/** Formats are few and known, so each exists at zero from the start; studios are not, so they get a ceiling. */
const downloads = counter({
  name: 'film_downloads_total',
  unit: 'count',
  help: 'Films downloaded.',
  labels: {
    format: ['mp4', 'webm'],
    studio: upTo(3, 'the two largest studios; whoever comes later is other'),
  },
});

const previews = counter({
  name: 'film_previews_total',
  unit: 'count',
  help: 'Previews shown.',
  labels: { format: ['mp4', 'webm'] },
});

export function filmShop(registry: Registry): Express {
  const app = express();
  app.use(expressMetrics(registry));
  app.use('/studios/:studio', films(registry));
  app.get('/metrics', metricsHandler(registry));
  return app;
}

function films(registry: Registry): Router {
  const downloaded = bind(registry, downloads);
  // The labels are known: found once, a series counts without looking anything up.
  const previewed = bind(registry, previews).series({ format: 'webm' });
  const router = Router({ mergeParams: true });
  router.get('/films/:film/preview', (_request, response) => {
    previewed.inc();
    response.type('video/webm').end('a preview');
  });
  router.get('/films/:film', (request: express.Request<{ studio: string }>, response) => {
    downloaded.inc({ format: 'mp4', studio: request.params.studio });
    response.type('video/mp4').end('a film');
  });
  return router;
}
