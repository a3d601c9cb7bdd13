#!/usr/bin/env bash
# Prints the first Python that has pytest; nothing where none has.
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import pytest' 2>/dev/null; then
    echo "$python"
    break
  fi
done
