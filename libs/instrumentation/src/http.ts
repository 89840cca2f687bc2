export { expressMetrics, type ExpressMiddleware } from './http/express.js';
export { fastifyMetrics, type HookedServer } from './http/fastify.js';
export { metricsHandler, type MetricsHandlerOptions } from './http/metrics.js';
export { UNMATCHED_ENDPOINT } from './http/series.js';
export { CLIENT_CLOSED_REQUEST } from './http/visit.js';
