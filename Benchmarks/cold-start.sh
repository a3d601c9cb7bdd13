#!/usr/bin/env bash
# Time from fork to the first answer; see cold_start.py.
set -euo pipefail
cd "$(dirname "$0")"
exec python3 cold_start.py ../.build/release "$@"
