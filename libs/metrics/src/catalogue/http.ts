import { counter, gauge, histogram, upTo } from '../metric.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'] as const;
const ENDPOINT = upTo(60, 'one value per route template of an application, never a raw path');

export const http = {
  requests: counter({
    name: 'http_requests_total',
    unit: 'count',
    help: 'HTTP requests answered, by the status finally sent.',
    labels: {
      method: METHODS,
      endpoint: ENDPOINT,
      status: upTo(20, 'the status codes an application really sends'),
    },
  }),
  duration: histogram({
    name: 'http_request_duration_seconds',
    unit: 'seconds',
    help: 'Time from the first byte of a request to the end of its response.',
    labels: { method: METHODS, endpoint: ENDPOINT },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
  }),
  inFlight: gauge({
    name: 'http_requests_in_flight',
    unit: 'count',
    help: 'HTTP requests being answered right now.',
    labels: {},
  }),
};
