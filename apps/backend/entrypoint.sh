#!/bin/sh
# What a container does before it serves. Several may start at once: migrations take turns.
set -eu
python -m alembic upgrade head
exec "$@"
