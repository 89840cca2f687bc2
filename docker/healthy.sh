#!/bin/sh
# What the health checks of Prometheus and the Alertmanager run: healthy.sh PORT.
# It brings no password, which every user of the machine could read among its arguments: who asks for one is alive.
# With TLS the certificate names the server as others call it, not the loopback that is asked here.
set -eu
url="${SCHEME:-http}://127.0.0.1:$1/-/healthy"
if ! said=$(wget -q -O /dev/null --no-check-certificate "$url" 2>&1); then
  case $said in
    *' 401 '*) ;;
    *)
      echo "$url: $said" >&2
      exit 1
      ;;
  esac
fi
