#!/usr/bin/env bash
# Ask a running Finance Report for the pages and answers that matter. Reads only.
#
#   BASE_URL=http://localhost:8000 bash scripts/smoke_test.sh
#
# BASE_URL  where it runs; the first argument wins over it (default http://localhost:8000)
# TIMEOUT   seconds that one answer may take (default 10)
#
# Exit: 0 all passed, 1 something failed, 2 wrong use, 3 neither curl nor python3 is there.
set -euo pipefail

if (($# > 1)); then
    echo "usage: [BASE_URL=...] $0 [base url]" >&2
    exit 2
fi
base=${1:-${BASE_URL:-http://localhost:8000}}
base=${base%/}
timeout=${TIMEOUT:-10}
if ! [[ $base =~ ^https?:// ]]; then
    echo "smoke: BASE_URL must begin with http:// or https://, it is '$base'" >&2
    exit 2
fi

# fetch URL: the body, then a line "STATUS SECONDS"; status 000 when nobody answered.
if command -v curl >/dev/null; then
    fetch() {
        curl --silent --location --max-redirs 3 --max-time "$timeout" \
            --write-out '\n%{http_code} %{time_total}' "$1" || true
    }
elif command -v python3 >/dev/null; then
    fetch() { python3 -c "$python_fetch" "$1" "$timeout"; }
    python_fetch='
import sys, time, urllib.error, urllib.request
begun = time.monotonic()
try:
    with urllib.request.urlopen(sys.argv[1], timeout=float(sys.argv[2])) as answer:
        status, body = answer.status, answer.read()
except urllib.error.HTTPError as error:
    status, body = error.code, error.read()
except OSError:
    status, body = 0, b""
sys.stdout.buffer.write(body + b"\n%03d %.6f" % (status, time.monotonic() - begun))
'
else
    echo "smoke: neither curl nor python3 was found; install one of them" >&2
    exit 3
fi

passed=0
failed=0

# check PATH WHAT PATTERN: status 200 and a body that holds the pattern (grep -E).
check() {
    local path=$1 what=$2 pattern=$3 answer last status seconds verdict reason=""
    answer=$(fetch "$base$path" | tr -d '\0')
    last=${answer##*$'\n'}
    status=${last%% *}
    seconds=${last##* }
    if [[ $status == 000 ]]; then
        reason="no answer"
    elif [[ $status != 200 ]]; then
        reason="status $status"
    elif ! grep -qE -- "$pattern" <<<"${answer%$'\n'*}"; then
        reason="the answer does not hold: $pattern"
    fi
    if [[ -z $reason ]]; then
        verdict=PASS
        passed=$((passed + 1))
    else
        verdict=FAIL
        failed=$((failed + 1))
    fi
    LC_ALL=C awk -v v="$verdict" -v p="$path" -v s="$seconds" -v w="$what" -v r="$reason" \
        'BEGIN { printf "%s  %-16s %7.0f ms  %s%s\n", v, p, s * 1000, w, r ? " (" r ")" : "" }'
}

echo "smoke test of $base"
check / "the journal" '<html'
check /api/health "every service answers" '"status": ?"healthy"'
check /api/docs "the API's documentation" 'swagger-ui|redoc|openapi'
check /ping-pong "the ping-pong page" '<html'
check /reconciliation "the reconciliation page" '<html'
check /api/ping "database, Redis and S3 round trip" '"status": ?"healthy"'

echo "$passed passed, $failed failed"
((failed == 0))
