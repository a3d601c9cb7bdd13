#!/usr/bin/env bash
# Installs what is missing of the Debian packages that building, running and testing need. Does nothing, and needs
# no root, where all are there. Usage: install-dependencies.sh [--for-tests|--for-packaging]
set -euo pipefail

packages=(libsystemd-dev libxml2-dev libsqlite3-dev pkg-config systemd)
[ "${1:-}" = --for-tests ] && packages+=(python3 python3-venv python3-pip socat dbus netcat-openbsd golang-go postgresql
  golang-github-sourcegraph-jsonrpc2-dev)
# What makes a package, and what says whether it is a good one.
[ "${1:-}" = --for-packaging ] && packages+=(binutils dpkg-dev lintian)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${1:-}" = --for-tests ] && [ -z "$("$(dirname "$0")/find-pytest.sh")" ]; then missing+=(python3-pytest); fi

if ! command -v swift >/dev/null; then
  echo "Swift 6 is not on the PATH: see https://www.swift.org/install/linux/" >&2
  exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing: ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
