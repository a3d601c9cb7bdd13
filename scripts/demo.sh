#!/usr/bin/env bash
# The main job on one article: starts the service by socket activation, calls its methods through rpc-client, shows
# the results, and leaves nothing running. Usage: demo.sh BIN_DIR ARTICLE
set -euo pipefail

bin=$(realpath "$1")
article=$(realpath "$2")
work=$(mktemp -d /tmp/article-demo-XXXXXX)
export RPC_SOCKET=$work/article.sock
unit=article-demo-$$

if [ -d /run/systemd/system ] && [ "$(id -u)" -eq 0 ]; then
  activation="systemd (transient units $unit.socket and $unit.service)"
  start() {
    systemd-run --quiet --unit="$unit" --service-type=notify --collect \
      --socket-property=ListenStream="$RPC_SOCKET" --socket-property=FileDescriptorName=rpc \
      "$bin/article-service" --state-dir "$work/state" --log-level warning
  }
  stop() { systemctl --quiet stop "$unit.socket" "$unit.service" 2>/dev/null || true; }
else
  activation="systemd-socket-activate (systemd is not PID 1 here, or this is not root)"
  start() {
    systemd-socket-activate -l "$RPC_SOCKET" --fdname=rpc \
      "$bin/article-service" --state-dir "$work/state" --log-level warning 2>"$work/service.log" &
    service=$!
  }
  stop() {
    [ -n "${service:-}" ] || return 0
    kill "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
  }
fi
finish() {
  status=$?
  stop
  if [ $status -ne 0 ] && [ -s "$work/service.log" ]; then cat "$work/service.log" >&2; fi
  rm -rf "$work"
}
trap finish EXIT

if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; else bold='' plain=''; fi
title() { printf '\n%s── %s%s\n' "$bold" "$1" "$plain"; }
call() { "$bin/rpc-client" call --wait 10 "$@"; }

echo "started through $activation"
start

title "parseArticle: $(basename "$article"), $(wc -c <"$article") bytes"
call parseArticle "$article" include:='["blocks"]' --format human
call parseArticle "$article" --format json >"$work/clean.json"
# Another house's version: its own headline, and every fourth paragraph left out.
call parseArticle "$article" --pointer /text --raw | awk 'NR == 1 || NR % 4 != 0' >"$work/edited.txt"

title "dedupe: the article, stored as a1"
call dedupe "$work/clean.json" id=a1 mode=add --format human
title "dedupe: the same article again, as a2"
call dedupe "$work/clean.json" id=a2 mode=add --format human
title "dedupe: an edited copy, every fourth line left out, as a3"
call dedupe text=@"$work/edited.txt" id=a3 mode=add --format human

title "extractEntities"
call extractEntities "$work/clean.json" --format human
