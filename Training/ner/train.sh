#!/bin/sh
# Trains the entity model from its inputs and writes it to OUT, Sources/CEntityModel/entity-model.bin without it: two minutes, one core.
# usage: train.sh DATA [OUT]     (the shared data folder; see README.md)
set -eu
data=${1:?usage: train.sh DATA [OUT]}
here=$(cd "$(dirname "$0")" && pwd)
model=${2:-$here/../../Sources/CEntityModel/entity-model.bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/silver.py" "$data" "$work/silver.jsonl"
sha256sum -c - <<SUMS
b1191d7a9cfd07a623de2c104a4823600f1840fa8f50566c4af04a9656489541  $data/ner/klue-ner-dev-A.jsonl
de825aa9020b604e4aaf0a0f32e25b159d029799bf4920276953a02c2b9d80da  $work/silver.jsonl
SUMS
build=${SCRATCH:-$here/.build}
swift build -c release --package-path "$here" --scratch-path "$build" --product ner-trainer
"$build/release/ner-trainer" train "$model.new" "$data/ner/klue-ner-dev-A.jsonl:2" "$work/silver.jsonl"
mv "$model.new" "$model"
sha256sum "$model"
# Whole articles only: no sentence of klue-ner-dev-A is unseen by this model.
"$build/release/ner-trainer" score "$model" "$data/ner/articles"
"$build/release/ner-trainer" speed "$model" "$data/ner/klue-ner-dev-A.jsonl"
