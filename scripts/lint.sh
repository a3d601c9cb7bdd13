#!/usr/bin/env bash
# Formatting by .swift-format, and nothing committed that belongs to a machine.
set -euo pipefail
cd "$(dirname "$0")/.."
swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Examples Fuzz Training
! git ls-files | grep -E '(^|/)(\.build/|Package\.resolved)'
