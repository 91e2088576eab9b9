#!/bin/bash
# Makes the cluster on the first start as the official image does, then becomes the command.
set -eu
[ "${1#-}" = "$1" ] || set -- postgres "$@"
[ "$1" = postgres ] || exec "$@"
export PGDATA="${PGDATA:-/var/lib/postgresql/18/docker}"
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres /var/lib/postgresql
    exec setpriv --reuid=999 --regid=999 --clear-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    [ -n "${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD is not set" >&2; exit 1; }
    user="${POSTGRES_USER:-postgres}"
    database="${POSTGRES_DB:-$user}"
    initdb -D "$PGDATA" -U "$user" --pwfile=<(cat <<<"$POSTGRES_PASSWORD") -E UTF8 \
        --locale=C --auth=scram-sha-256 --auth-local=trust
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    if [ "$database" != postgres ]; then
        quoted="${database//\"/\"\"}"
        postgres --single -D "$PGDATA" postgres <<<"CREATE DATABASE \"$quoted\""
    fi
fi
exec "$@" -c listen_addresses='*'
