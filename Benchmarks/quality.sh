#!/usr/bin/env bash
# Quality on the development sets, by their own scorers. Usage: quality.sh [parse|entities|dedupe]…; all without.
# DATA is where the sets are; they are not ours to publish, so they are not in this repository.
set -euo pipefail
cd "$(dirname "$0")"
DATA=${DATA:-../../shared/data}
OUT=$(mktemp -d /tmp/article-quality-XXXXXX)
trap 'rm -rf "$OUT"' EXIT

predictor() {
  swift build -c release --product "predict-$1" >"$OUT/build.log" 2>&1 || { cat "$OUT/build.log" >&2; exit 1; }
  "$(swift build -c release --show-bin-path)/predict-$1" "${@:2}"
}

parse() {
  predictor parse "$DATA/articles" "$OUT/parse"
  python3 "$DATA/articles/score.py" "$DATA/articles" "$OUT/parse"
}

entities() {
  predictor entities articles "$DATA/ner/articles" "$OUT/entities"
  python3 "$DATA/ner/score.py" articles "$DATA/ner/articles" "$OUT/entities"
}

dedupe() {
  for set in dedupe dedupe-hand; do
    predictor dedupe "$DATA/$set" "$OUT/$set.tsv"
    echo "== $set"
    python3 "$DATA/$set/score.py" "$DATA/$set" "$OUT/$set.tsv"
  done
}

[ $# -gt 0 ] || set -- parse entities dedupe
for part in "$@"; do
  echo "==== $part"
  "$part"
done
