#!/bin/sh
# Writes the three lock files: hashes, and no addresses. Needs uv on the PATH (UV=... to name it).
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
lock() { out=$1; shift; "$uv" pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --quiet -o "$out" "$@"; }
lock requirements.lock --extra build
lock requirements-test.lock --extra build --extra test -c requirements.lock
lock requirements-docs.lock --extra build --extra docs -c requirements.lock
