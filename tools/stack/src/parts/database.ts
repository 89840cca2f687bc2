import pg from 'pg';
import type { World } from './part.js';

const CONNECT_DEADLINE_MS = 5_000;
const QUERY_DEADLINE_MS = 15_000;
const DATABASE = 'aura';

/** Owns the platform's database; `aura_reader` reads whatever it makes there; `aura_exporter` reads the server's figures. */
const OWNER = 'aura';
const READER = 'aura_reader';
const EXPORTER = 'aura_exporter';

const url = (
  user: string,
  password: string,
  { port, database }: { port: number; database: string },
): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

export function superuserUrl({ secrets, ports }: World, database = 'postgres'): string {
  return url('postgres', secrets.superuserPassword, { port: ports.postgres, database });
}

/** Makes the roles and the database where they are not there, and sets the passwords that the parts are given. */
export async function setUpDatabase(world: World): Promise<void> {
  const { secrets } = world;
  await withClient(superuserUrl(world), async (client) => {
    await ensureRole(client, OWNER, secrets.ownerPassword);
    await ensureRole(client, READER, secrets.readerPassword);
    await ensureRole(client, EXPORTER, secrets.exporterPassword);
    await client.query(`GRANT pg_monitor TO ${EXPORTER}`);
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${READER}, ${EXPORTER}`);
  });
  await withClient(superuserUrl(world, DATABASE), async (client) => {
    const whatOwnerMakes = `ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER} GRANT`;
    await client.query(`${whatOwnerMakes} USAGE ON SCHEMAS TO ${READER}`);
    await client.query(`${whatOwnerMakes} SELECT ON TABLES TO ${READER}`);
  });
  await keepUrls(world);
}

async function keepUrls({ secrets, ports }: World): Promise<void> {
  const place = { port: ports.postgres, database: DATABASE };
  await secrets.keep('owner-database-url', url(OWNER, secrets.ownerPassword, place));
  await secrets.keep('reader-database-url', url(READER, secrets.readerPassword, place));
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
}

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    query_timeout: QUERY_DEADLINE_MS,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** What the exporter's own variables take. */
export function exporterAddress({ ports }: World): { readonly uri: string; readonly user: string } {
  return { uri: `127.0.0.1:${ports.postgres}/${DATABASE}?sslmode=disable`, user: EXPORTER };
}
