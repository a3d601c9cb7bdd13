#!/bin/sh
# Learns the duplicate decision and writes Sources/CDuplicateModel/word-weights.bin and duplicate-model.bin.
# usage: train.sh DATA-FOLDER    (../shared/data; see README.md). Some minutes on two cores.
set -eu
data=${1:?usage: train.sh DATA-FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
work=${WORK:-/tmp/duplicate-model}
target=$root/Sources/CDuplicateModel
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r "$here/requirements.txt"
python3 "$here/corpus.py" "$data" "$work"

# Built twice: the sketches of the second rest on the weights of words that the first counts.
tool() { swift build -c release --package-path "$root/Benchmarks" --product predict-dedupe >&2 && "$root/Benchmarks/.build/release/predict-dedupe" "$@"; }
tool --words "$work/words.ndjson" "$work/words.tsv"
python3 "$here/words.py" "$work/words.tsv" "$target/word-weights.bin"
tool --features "$work/articles.ndjson" "$work/gold.tsv" "$work/gold-features.tsv"
tool --features "$data/dedupe/articles.ndjson" - "$work/compared-features.tsv"
"$work/venv/bin/python" "$here/train.py" "$work" "$target/duplicate-model.bin"
sha256sum "$target"/*.bin
