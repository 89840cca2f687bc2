/** What stands in examples, manuals and lists of the most common passwords: whoever tries tries these first. */
const KNOWN = [
  ...['admin', 'admin123', 'administrator', 'aura', 'changeit', 'changeme', 'default', 'grafana'],
  ...['letmein', 'passw0rd', 'password', 'password123', 'postgres', 'prometheus', 'qwerty'],
  ...['root', 'secret', 'test', '12345678', '123456789', 'sw2ycwtitbm4mbfh'],
  ...['secure_password_here', 'your_secret_key', 'your_smtp_password', 'your_slack_webhook'],
];
const PLACEHOLDER =
  /your[/_-]?(slack|secret|smtp|password)|yourcompany\.com|<[^>]+>|services\/T0\/B0\/x$/i;

const CHOSEN = ['GRAFANA_ADMIN_PASSWORD', 'MONITORING_PASSWORD', 'GRAFANA_SECRET_KEY'];
const SHORTEST = 12;

/** Why a secret is none, or undefined. The secret itself is not in the sentence. */
export function whyNoSecret(name: string, value: string): string | undefined {
  if (KNOWN.includes(value.toLowerCase()))
    return `${name} is a value that everybody knows; make one with: openssl rand -base64 24`;
  if (PLACEHOLDER.test(value))
    return `${name} still holds the placeholder of an example; put the real value there, or remove the line`;
  if (CHOSEN.includes(name) && value.length < SHORTEST)
    return `${name} has ${value.length} characters; give it ${SHORTEST} or more, or remove it and one is made`;
  return undefined;
}
