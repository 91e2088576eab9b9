#!/bin/sh
# Serve the pages, and pass /api on where BACKEND_URL says who answers it. Behind an edge proxy that
# routes /api itself, BACKEND_URL is not set.
set -eu
if [ -n "${BACKEND_URL-}" ]; then
    # A name is looked up for each request: the backend may come later, or move.
    resolvers=$(awk '$1 == "nameserver" { print ($2 ~ /:/) ? "[" $2 "]" : $2 }' /etc/resolv.conf | tr '\n' ' ')
    cat >/tmp/api.conf <<EOF
resolver ${resolvers:-127.0.0.11} valid=10s;
set \$backend "${BACKEND_URL%/}";
proxy_pass \$backend;
EOF
else
    echo 'return 502;' >/tmp/api.conf
fi
exec nginx -c /srv/web/nginx.conf -g 'daemon off;'
