#!/bin/sh
# Trains the entity model from its inputs and writes it to Sources/CEntityModel/entity-model.bin.
# usage: train.sh DATA-FOLDER    (see README.md)
set -eu
data=${1:?usage: train.sh DATA-FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
model=$here/../../Sources/CEntityModel/entity-model.bin
sha256sum -c - <<SUMS
b1191d7a9cfd07a623de2c104a4823600f1840fa8f50566c4af04a9656489541  $data/klue-ner-dev-A.jsonl
3cebdb907e5b9ba9f5d816fd0cc11caaafb84446372dc224ea74a7b1d7a3d439  $data/klue-train-silver.jsonl
SUMS
build=${SCRATCH:-$here/.build}
swift build -c release --package-path "$here" --scratch-path "$build" --product ner-trainer
"$build/release/ner-trainer" train "$model.new" "$data/klue-ner-dev-A.jsonl:2" "$data/klue-train-silver.jsonl"
mv "$model.new" "$model"
sha256sum "$model"
# Whole articles only: no sentence of klue-ner-dev-A is unseen by this model.
"$build/release/ner-trainer" score "$model" "$data/articles"
"$build/release/ner-trainer" speed "$model" "$data/klue-ner-dev-A.jsonl"
