#!/usr/bin/env bash
# RPCCore under a sanitizer: its Swift tests, and the short torture against an instrumented server.
# Usage: sanitize.sh thread|address
set -euo pipefail
cd "$(dirname "$0")/.."

kind=$1
build=.build-$kind
# A report of swift-backtrace takes minutes and outlives a time-out; the sanitizers have their own.
export SWIFT_BACKTRACE=enable=no
# libdispatch and the Swift runtime are not instrumented: what they synchronise shows as races in them alone.
export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/Tests/Torture/tsan.supp second_deadlock_stack=1"
# Swift's runtime keeps its metadata for ever, which leak detection takes for leaks.
export ASAN_OPTIONS="halt_on_error=1 detect_leaks=0"

mkdir -p "$build"
swift build --scratch-path "$build" --sanitize "$kind" --build-tests >"$build/build.log" 2>&1 || { cat "$build/build.log" >&2; exit 1; }
echo "RPCCore's tests under $kind sanitizer"
"$build/debug/article-servicePackageTests.xctest" --filter RPCCoreTests --testing-library swift-testing 2>&1 |
  tee "$build/tests.log" | grep -aE '✘|Test run with|SUMMARY' 
if grep -a 'SUMMARY:.*Sanitizer' "$build/tests.log"; then exit 1; fi

echo "torture against an instrumented server"
# Not the tests that count descriptors, CPU or memory: the sanitizers have descriptors, work and memory of their own.
BIN_DIR=$PWD/$build/debug "$(scripts/find-pytest.sh)" -m pytest -q -p no:cacheprovider Tests/Golden/test_golden.py \
  Tests/Torture/test_{cuts,cancel,half_close,batches,lengths,sigterm}.py --deselect \
  Tests/Torture/test_lengths.py::test_half_sent_requests_share_a_budget
