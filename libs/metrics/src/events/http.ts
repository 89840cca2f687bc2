import { http } from '../catalogue/http.js';
import { counted, eventType, observed } from './event.js';
import { oneOf, SECONDS, TEXT, wholeBetween } from './field.js';

export const HTTP_EVENTS = {
  'http.request.completed': eventType({
    help: 'The response to an HTTP request has ended.',
    fields: {
      method: oneOf(http.requests.labels.method),
      endpoint: TEXT,
      status: wholeBetween(100, 599),
      seconds: SECONDS,
    },
    example: { method: 'GET', endpoint: '/videos/:id', status: 200, seconds: 0.125 },
    moves: ({ method, endpoint, status, seconds }) => [
      counted(http.requests, { method, endpoint, status: String(status) }),
      observed(http.duration, { method, endpoint }, seconds),
    ],
  }),
} as const;
