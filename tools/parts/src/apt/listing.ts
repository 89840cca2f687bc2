/** A package as `apt-get --print-uris` lists it: `'http://…' prometheus_2.42.0_amd64.deb 19257088 SHA256:…` */
export interface ListedPackage {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

const LINE = /^'[^']+' (?<file>(?<name>[^\s_]+)_\S+\.deb) (?<bytes>\d+)/;

/** Every package of the listing, once; the prose that `install` prints around it is passed over. */
export function parseListing(text: string): ListedPackage[] {
  const packages = new Map<string, ListedPackage>();
  for (const line of text.split('\n')) {
    const { name, file, bytes } = LINE.exec(line)?.groups ?? {};
    if (name && file) packages.set(name, { name, file, bytes: Number(bytes) });
  }
  return [...packages.values()];
}
