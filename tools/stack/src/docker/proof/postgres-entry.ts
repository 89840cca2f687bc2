/** What the official image does before its server starts, as far as this stack leans on it. */
export const POSTGRES_ENTRY = `#!/bin/sh
set -eu
export PGDATA=\${PGDATA:-/var/lib/postgresql/data}
sockets='-c unix_socket_directories=/var/run/postgresql'
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA" && chmod 700 "$PGDATA"
  initdb -D "$PGDATA" -U postgres --pwfile="$POSTGRES_PASSWORD_FILE" --no-locale $POSTGRES_INITDB_ARGS --auth-local=trust >/dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -w -o "-c listen_addresses= $sockets" start >/dev/null
  for file in /docker-entrypoint-initdb.d/*; do PGHOST=/var/run/postgresql sh "$file"; done
  pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
fi
exec "$@" -D "$PGDATA" -c listen_addresses='*' $sockets
`;
