#!/bin/sh
# Trains the page model and writes it to OUT, Sources/CPageModel/page-model.bin without it.
# usage: train.sh DATA-FOLDER [OUT]   (../shared/data; see README.md). About 20 minutes on two cores, most of it for the peers.
# PEERS and PAGES: fewer of either make a worse model sooner.
set -eu
data=${1:?usage: train.sh DATA-FOLDER [OUT]}
model=${2:-$(dirname "$0")/../../Sources/CPageModel/page-model.bin}
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-/tmp/page-model}
bench=$here/../../Benchmarks/parse
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r "$here/requirements.txt"

# The peers' predictions are weak labels where the gold is a few snippets.
[ -d "$work/peers" ] || "$bench/run.py" --rounds 0 --only "${PEERS:-trafilatura,trafilatura-precision,readability-lxml,newspaper4k,goose3}" --keep "$work/peers" --out "$work/peers.json"

# Korean pages made of articles that are in no development set, as their templates are and varied.
for form in plain vary; do
  [ -d "$work/$form" ] || python3 "$bench/render.py" "$data/articles/extra/ko-feed-bodies.jsonl.gz" "$work/$form" --count "${PAGES:-400}" \
    --seed 1 --set "$data/articles" $([ $form = vary ] && echo --vary)
done

# Built without a model that fits if the features have changed: the samples do not need one.
swift build -c release --package-path "$here" --product page-samples
samples=$here/.build/release/page-samples
python3 "$here/pages.py" "$data/articles" "$work/pages/dev"
"$samples" "$work/samples/dev" "$work"/pages/dev/*.html
for form in plain vary; do
  python3 "$here/pages.py" "$work/$form" "$work/pages/$form"
  "$samples" "$work/samples/$form" "$work/pages/$form"/*.html
done
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
"$work/venv/bin/python" "$here/train.py" "$work/page-model.bin" "$work/samples/dev" "$data/articles" --peers "$work/peers" \
  --rendered "$work/samples/plain" "$work/plain" --rendered "$work/samples/vary" "$work/vary"
mv "$work/page-model.bin" "$model"
sha256sum "$model"
