#!/bin/sh
# The stack in containers, by the name that operators know: start_monitoring.sh [down | status | logs PART | …].
# Everything it does is in tools/stack; npm run stack -- --help lists it.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null; then
  echo 'Node.js 20.19 or later is needed: https://nodejs.org' >&2
  exit 1
fi
[ $# -gt 0 ] || set -- up
exec node tools/door.mjs stack "$@" --docker
