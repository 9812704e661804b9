#!/usr/bin/env bash
# Make sure that there is a chromium for the browser tests and the pictures, and print its path last.
# One that is found is used (CHROMIUM names another); else Debian's is installed by apt.
set -euo pipefail

found() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

if [ -n "${CHROMIUM:-}" ] && ! command -v "$CHROMIUM" > /dev/null; then
  echo "CHROMIUM says $CHROMIUM, and there is no such program." >&2
  exit 1
fi
if found; then exit 0; fi

if ! command -v apt-get > /dev/null; then
  echo "The browser tests need chromium, and this machine has no apt to install it with." >&2
  echo "Install chromium or Chrome yourself, or set CHROMIUM to where it is." >&2
  exit 1
fi
echo "The browser tests need chromium, and there is none here. Installing Debian's with apt ..." >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  echo "That needs the rights of root: sudo may ask for your password." >&2
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -qy --no-install-recommends chromium >&2
found
