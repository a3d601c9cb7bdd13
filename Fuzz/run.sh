#!/usr/bin/env bash
# Fuzzes what a peer's bytes meet first (frames, json, params) and what articles' bytes meet (bytes, page, text). Usage: run.sh [SECONDS [TARGET…]]
#
# What is found is kept in Fuzz/.build/found; a corpus that grew, in Fuzz/.build/corpus. The seeds in Fuzz/corpus are ours.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true
targets=("${@:-frames}")
[ $# -eq 0 ] && targets=(frames json params bytes page text)

runtime=$(ls "$(dirname "$(realpath "$(command -v swiftc)")")"/../lib/swift/clang/lib/*/libclang_rt.fuzzer_no_main-"$(uname -m)".a)
swift build -c release --sanitize address \
  -Xswiftc -enable-testing -Xswiftc -sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table \
  -Xcc -fsanitize-coverage=inline-8bit-counters,trace-cmp,pc-table \
  -Xlinker "$runtime" -Xlinker -lstdc++ 2>&1 | grep -E 'error|Build|Compiling' || true

# A crash report by swift-backtrace takes minutes and outlives the time-out; libFuzzer has its own.
export SWIFT_BACKTRACE=enable=no
status=0
for target in "${targets[@]}"; do
  mkdir -p ".build/corpus/$target" .build/found
  timeout -k 10 $((seconds + 60)) .build/release/rpc-fuzz "$target" -max_total_time="$seconds" -max_len=8192 \
    -dict="$(case $target in bytes | page | text) echo html.dict ;; *) echo json.dict ;; esac)" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix=".build/found/$target-" \
    ".build/corpus/$target" "corpus/$target" >".build/$target.log" 2>&1 || status=1
  echo "$target: $(grep -E 'stat::number_of_executed_units' ".build/$target.log" || tail -n 3 ".build/$target.log")"
  grep -E 'ERROR|Fatal error|SUMMARY' ".build/$target.log" || true
done
exit $status
