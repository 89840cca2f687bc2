// What the container's health check runs: is the service ready, by its own word?
const scheme = process.env.TLS_CERT_FILE === undefined ? 'http' : 'https';
const url = `${scheme}://127.0.0.1:${process.env.PORT}/health/ready`;
// The certificate names the service as others call it, not the loopback that is asked here.
if (scheme === 'https') process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_500) });
  if (!answer.ok) console.error(`${url} answered ${answer.status}: ${await answer.text()}`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`${url} did not answer: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
