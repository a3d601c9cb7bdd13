#!/usr/bin/env bash
# Runs Examples/spark on a Spark of two executors and the real service: a minute or two, and once a download of 320 MB.
# Usage: run.sh [arguments of pytest]. BIN_DIR: where article-service is (.build/release); SPARK_VENV: the virtual
# environment, made where it is missing (.local/spark-venv).
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=${SPARK_VENV:-.local/spark-venv}
bin=${BIN_DIR:-.build/release}
if [ ! -x "$bin/article-service" ]; then
  echo "$bin/article-service is not there: make build" >&2
  exit 1
fi

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
missing=()
command -v java >/dev/null || missing+=(default-jre-headless)
# Debian's python3 has no ensurepip without it.
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Made anew when the requirements change.
if ! cmp -s Tests/Spark/requirements.txt "$venv/requirements.txt"; then
  echo "making $venv"
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check -r Tests/Spark/requirements.txt
  cp Tests/Spark/requirements.txt "$venv/"
fi

BIN_DIR=$bin "$venv/bin/python" -m pytest -q -p no:cacheprovider Tests/Spark "$@"
