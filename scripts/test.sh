#!/usr/bin/env bash
# Everything that a machine needs to say that the product works: formatting, the Swift tests, the tests from
# outside, the demo. Ends with one line of counts; its exit status is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0
failed=0
skipped=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# step NAME COMMAND…: one check that passes or fails as a whole.
step() {
  local name=$1
  shift
  if "$@" >"$logs/step" 2>&1; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    cat "$logs/step"
    echo "FAILED  $name"
    failed=$((failed + 1))
  fi
}

# Takes the counts out of a runner's closing line, and adds a failure where it ended badly without one.
# Usage: swift_tests FLAG…
swift_tests() {
  swift test --skip-build --disable-xctest "$@" 2>&1 | tee "$logs/swift" | grep -aE '^✘|Test run with|error:' | cut -c1-600
  local status=${PIPESTATUS[0]}
  local count bad
  count=$(sed -nE 's/.*Test run with ([0-9]+) tests?.*/\1/p' "$logs/swift" | tail -n 1)
  bad=$(grep -cE '^✘ Test .* failed after' "$logs/swift")
  [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  [ -z "$count" ] && count=0 && bad=1
  passed=$((passed + count - (bad < count ? bad : count)))
  failed=$((failed + bad))
}

# outside_tests BIN_DIR FOLDER…: each call for folders that share their conftest.
outside_tests() {
  local python bin=$1
  shift
  python=$(scripts/find-pytest.sh)
  BIN_DIR=$bin "$python" -m pytest -q -rs -p no:cacheprovider "$@" 2>&1 | tee "$logs/pytest"
  count_outside_tests "${PIPESTATUS[0]}"
}

# systemd_tests BIN_DIR: the units and the package's scripts, under a systemd of their own where this machine allows one.
systemd_tests() {
  local python toolchain
  python=$(scripts/find-pytest.sh)
  toolchain=$(dirname "$(dirname "$(realpath "$(command -v swiftc)")")")
  Tests/Systemd/with-systemd.sh --bind "$PWD" --bind "$toolchain" -- \
    env BIN_DIR="$1" SYSTEMD_TIER="${SYSTEMD_TIER:-short}" "$(command -v "$python")" -m pytest -q -rs \
    -p no:cacheprovider Tests/Systemd 2>&1 | tee "$logs/pytest"
  local status=${PIPESTATUS[0]}
  if [ "$status" -eq 125 ]; then
    echo "SKIPPED the tests under a real systemd: this machine allows none (see the line above)"
    skipped=$((skipped + 1))
    return
  fi
  count_outside_tests "$status"
}

# count_outside_tests STATUS: adds what pytest has counted.
count_outside_tests() {
  local status=$1 good bad left
  good=$(sed -nE 's/.*\b([0-9]+) passed.*/\1/p' "$logs/pytest" | tail -n 1)
  bad=$(sed -nE 's/.*\b([0-9]+) (failed|errors?).*/\1/p' "$logs/pytest" | tail -n 1)
  left=$(sed -nE 's/.*\b([0-9]+) skipped.*/\1/p' "$logs/pytest" | tail -n 1)
  [ "$status" -ne 0 ] && [ -z "$bad" ] && bad=1
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  skipped=$((skipped + ${left:-0}))
}

step "formatting (swift format lint --strict)" scripts/lint.sh
if swift build --build-tests 2>&1 | tee "$logs/build" | grep -E '(error|warning):|Compiling|Build' | tail -n 30; then :; fi
if ! grep -q 'Build complete' "$logs/build"; then
  cat "$logs/build"
  echo "0 passed, 1 failed"
  exit 1
fi
step "no warning of the compiler" bash -c "! grep -E '^/.*/(Sources|Tests)/.*warning:' '$logs/build'"
# Apart: the texts keep every core busy for half a minute, and who waits for an answer meanwhile gives up on a slow machine.
swift_tests --filter '^ArticleTextTests\.'
swift_tests --skip '^ArticleTextTests\.'
outside_tests "$PWD/.build/debug" Tests/System
systemd_tests "$PWD/.build/debug"
outside_tests "$PWD/.build/debug" Tests/Golden Tests/Torture Tests/Interop
outside_tests "$PWD/.build/debug" Tests/Soak
outside_tests "$PWD/.build/debug" Tests/Documents
step "the demo on the sample (make run)" scripts/demo.sh .build/debug Examples/sample.txt

# What a machine lacks is told by each tool above.
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
