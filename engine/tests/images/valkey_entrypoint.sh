#!/bin/bash
# As in the official image, a server without a password may be reached from outside its container.
[ "${1:-}" != valkey-server ] || set -- "$@" --protected-mode no
exec "$@"
