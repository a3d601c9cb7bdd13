#!/usr/bin/env bash
# Fuzzes what a peer's bytes meet first (frames, json, params) and what articles' bytes meet (bytes, page, text). Usage: run.sh [SECONDS [TARGET…]]
#
# What is found is kept in Fuzz/.build/found; a corpus that grew, in Fuzz/.build/corpus. The seeds are Fuzz/corpus, and for articles
# the samples of Examples as they are, in CP949 and misread.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true
[ $# -gt 0 ] || set -- frames json params bytes page text

mkdir -p .build
runtime=$(ls "$(dirname "$(realpath "$(command -v swiftc)")")"/../lib/swift/clang/lib/*/libclang_rt.fuzzer_no_main-"$(uname -m)".a)
swift build -c release --sanitize address \
  -Xswiftc -enable-testing -Xswiftc -sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table \
  -Xcc -fsanitize-coverage=inline-8bit-counters,trace-cmp,pc-table \
  -Xlinker "$runtime" -Xlinker -lstdc++ >.build/build.log 2>&1 || { cat .build/build.log >&2; exit 1; }

rm -rf .build/seeds
mkdir -p .build/seeds
cp -r corpus/* .build/seeds
mkdir -p .build/seeds/{bytes,page,text}
cp ../Examples/sample.txt ../Examples/sample-edited.txt .build/seeds/text
cp ../Examples/sample.html .build/seeds/page
cp ../Examples/sample.txt .build/seeds/bytes
iconv -f utf-8 -t cp949//TRANSLIT ../Examples/sample.html >.build/seeds/bytes/cp949.html
iconv -f utf-8 -t cp949//TRANSLIT ../Examples/sample.txt | iconv -f latin1 -t utf-8 >.build/seeds/bytes/misread.txt

# A crash report by swift-backtrace takes minutes and outlives the time-out; libFuzzer has its own.
export SWIFT_BACKTRACE=enable=no
status=0
for target; do
  mkdir -p ".build/corpus/$target" .build/found
  case $target in bytes | page | text) dictionary=html.dict ;; *) dictionary=json.dict ;; esac
  timeout -k 10 $((seconds + 60)) .build/release/rpc-fuzz "$target" -max_total_time="$seconds" -max_len=8192 \
    -dict="$dictionary" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix=".build/found/$target-" \
    ".build/corpus/$target" ".build/seeds/$target" >".build/$target.log" 2>&1 || status=1
  echo "$target: $(grep -E 'stat::number_of_executed_units' ".build/$target.log" || tail -n 3 ".build/$target.log")"
  grep -E 'ERROR|Fatal error|SUMMARY' ".build/$target.log" || true
done
exit $status
