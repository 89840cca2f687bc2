#!/bin/sh
# What the health checks of Prometheus and the Alertmanager run: healthy.sh PORT.
# With TLS the certificate names the server as others call it, not the loopback that is asked here.
set -eu
authorization=$(cat /run/secrets/monitoring_authorization)
exec wget -q -O /dev/null --no-check-certificate ${authorization:+--header "Authorization: $authorization"} \
  "${SCHEME:-http}://127.0.0.1:$1/-/healthy"
