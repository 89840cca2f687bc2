// What the container's health check runs: is the service ready, by its own word?
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const scheme = process.env.TLS_CERT_FILE === undefined ? 'http' : 'https';
const url = `${scheme}://127.0.0.1:${process.env.PORT}/health/ready`;
const { get } = await import(`node:${scheme}`);
try {
  const signal = AbortSignal.timeout(2_500);
  // The certificate names the service as others call it, not the loopback that is asked here.
  const [answer] = await once(get(url, { signal, rejectUnauthorized: false }), 'response');
  const said = await text(answer);
  if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}: ${said}`);
} catch (error) {
  console.error(`${url} is not ready: ${error.message}`);
  process.exitCode = 1;
}
