#!/usr/bin/env bash
# Have orphaned test databases dropped after every git push: `sixfold hooks install` by its older
# name. `sixfold hooks remove` undoes it; development data and running tests are never touched.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
exec "$root/moonw" --exec sixfold hooks install "$@"
