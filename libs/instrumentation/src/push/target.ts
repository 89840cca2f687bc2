export interface Group {
  /** The value of the `job` label that the pushed series will carry. */
  readonly job: string;
  /** Further labels that tell this group from others of the job, such as `{ instance: 'worker-13' }`. */
  readonly grouping?: Readonly<Record<string, string>>;
}

export interface Gateway {
  /** Without credentials, so that it may stand in a log. */
  readonly address: string;
  /** The credentials of the address, as HTTP wants them. */
  readonly authorization: string | undefined;
}

/** @throws when the text is no URL. */
export function gatewayAt(url: string): Gateway {
  const parsed = new URL(url);
  const { username, password } = parsed;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  parsed.username = '';
  parsed.password = '';
  return {
    address: `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, ''),
    authorization:
      credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}

/** The path of a group: https://github.com/prometheus/pushgateway#url */
export function groupPath({ job, grouping = {} }: Group): string {
  const labels = [['job', job] as const, ...Object.entries(grouping)];
  return `/metrics/${labels.map(([name, value]) => segments(name, value)).join('/')}`;
}

/**
 * A slash cannot stand in a path segment of this protocol, not even escaped, an empty segment would be
 * lost on the way, and `.` and `..` would be resolved; base64url can carry them all. A lone `=` is its empty text.
 */
function segments(name: string, value: string): string {
  if (value === '') return `${name}@base64/=`;
  return value.includes('/') || value === '.' || value === '..'
    ? `${name}@base64/${Buffer.from(value).toString('base64url')}`
    : `${name}/${encodeURIComponent(value)}`;
}
