#!/usr/bin/env bash
# Installs what the benchmark needs (Debian packages, a Python environment, yyjson's source) and builds it into
# WORK (/tmp/rpc-bench). Our own server is not built here: run.py takes it from .build/release.
set -euo pipefail
cd "$(dirname "$0")"
export WORK=${WORK:-/tmp/rpc-bench}
mkdir -p "$WORK"

packages=(gcc g++ make pkg-config util-linux python3-venv golang-go golang-github-sourcegraph-jsonrpc2-dev libgrpc++-dev
  libprotobuf-dev protobuf-compiler protobuf-compiler-grpc)
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

[ -x "$WORK/venv/bin/pip" ] || python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q --disable-pip-version-check -r peers/python/requirements.txt

# Debian has no yyjson; the source distribution of the Python package of that name has yyjson 0.10.0 in it.
if [ ! -f "$WORK/yyjson/yyjson.c" ]; then
  "$WORK/venv/bin/pip" download -q --disable-pip-version-check --no-deps --no-binary yyjson -d "$WORK" yyjson==4.0.6
  sha256sum --check --quiet <<<"fcd4dc15c1e39a30bf9fa85d56903029111506860fc3080ab0d81c6c6dacaa8c  $WORK/yyjson-4.0.6.tar.gz"
  mkdir -p "$WORK/yyjson"
  tar xzf "$WORK/yyjson-4.0.6.tar.gz" -C "$WORK/yyjson" --strip-components=2 --wildcards '*/yyjson/yyjson.[ch]'
fi

make -s -j2 WORK="$WORK"
echo "built into $WORK/bin"
