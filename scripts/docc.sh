#!/usr/bin/env bash
# The documentation of the libraries, by DocC, into OUT (.build/docs); fails at any warning. Usage: docc.sh [OUT]
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-.build/docs}
mkdir -p "$out"
modules=(RPCCore ArticleText ArticleDedupe ArticleIndex)
find .build -name '*.symbols.json' -path '*/symbolgraph/*' -delete 2>/dev/null || true
# It also wants the graph of the tests' own module, and fails without one where no test was built: what counts is that ours are there.
swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >"$out/symbols.log" 2>&1 || true
graphs=$(sed -n 's/^Files written to //p' "$out/symbols.log")
for module in "${modules[@]}"; do
  [ -s "$graphs/$module.symbols.json" ] || { cat "$out/symbols.log" >&2; exit 1; }
done
status=0
for module in "${modules[@]}"; do
  rm -rf "$out/$module" "$out/graphs"
  mkdir "$out/graphs"
  cp "$graphs/$module.symbols.json" "$out/graphs"
  # What it extends of others.
  cp "$graphs/$module"@*.symbols.json "$out/graphs" 2>/dev/null || true
  docc convert "Sources/$module/$module.docc" --fallback-display-name "$module" --fallback-bundle-identifier "article.$module" \
    --additional-symbol-graph-dir "$out/graphs" --output-path "$out/$module" --warnings-as-errors || status=1
done
rm -r "$out/graphs"
[ "$status" -eq 0 ] && echo "RPCCore, ArticleText, ArticleDedupe, ArticleIndex: in $out"
exit "$status"
