#!/bin/sh
# Runs once, when the cluster is made: the roles of tools/stack, each with the password of its secret.
#   aura           owns the platform's database
#   aura_reader    reads whatever it makes there; the services come as this one
#   aura_exporter  reads the server's figures, and connects to the database to see its size
set -eu

password() {
  cat "/run/secrets/postgres_$1"
}

psql --set ON_ERROR_STOP=1 --quiet --username postgres --dbname postgres \
  --set owner="$(password owner)" --set reader="$(password reader)" --set exporter="$(password exporter)" <<'SQL'
CREATE ROLE aura LOGIN PASSWORD :'owner';
CREATE ROLE aura_reader LOGIN PASSWORD :'reader';
CREATE ROLE aura_exporter LOGIN PASSWORD :'exporter';
GRANT pg_monitor TO aura_exporter;
CREATE DATABASE aura OWNER aura;
REVOKE CONNECT, TEMPORARY ON DATABASE aura FROM PUBLIC;
GRANT CONNECT ON DATABASE aura TO aura_reader, aura_exporter;
SQL

psql --set ON_ERROR_STOP=1 --quiet --username postgres --dbname aura <<'SQL'
ALTER DEFAULT PRIVILEGES FOR ROLE aura GRANT USAGE ON SCHEMAS TO aura_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE aura GRANT SELECT ON TABLES TO aura_reader;
SQL
