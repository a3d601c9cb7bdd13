#!/usr/bin/env bash
# Writes anew what is generated from the service's description of itself: docs/methods.md, the methods of the Python client, the Swift client of the
# tests. Usage: generate.sh BIN_DIR
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$1
work=$(mktemp -d)
"$bin/article-service" --socket "$work/s" --state-dir "$work/state" --log-level error &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null; rm -rf "$work"' EXIT
export RPC_SOCKET=$work/s
"$bin/rpc-client" generate markdown --wait --output docs/methods.md
"$bin/rpc-client" generate python --output clients/python/src/article_client/methods.py
"$bin/rpc-client" generate swift --output Tests/ArticleServiceTests/Generated/ArticleClient.swift
