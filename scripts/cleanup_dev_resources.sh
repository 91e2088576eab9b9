#!/usr/bin/env bash
# Stop what nobody uses and drop what is left over; with --all this checkout's development data too,
# after listing it and asking. The older name of `sixfold clean`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec "$root/moonw" --exec sixfold clean "$@"
