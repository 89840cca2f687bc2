import { originOf } from './origin.js';

it.each([
  ['http', 'gateway.example:8000', 'http://gateway.example:8000'],
  ['https', '[::1]:8443', 'https://[::1]:8443'],
  ['http', 'x; rm -rf ~', 'http://HOST:PORT'],
  ['http', '$(reboot)', 'http://HOST:PORT'],
  ['javascript', undefined, 'http://HOST:PORT'],
])('%s and %s make %s', (scheme, host, origin) => {
  expect(originOf(scheme, host)).toBe(origin);
});
