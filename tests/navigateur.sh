#!/bin/sh
# Makes sure that the browser tests find a Chromium: the system's when there is
# one, else Debian's package, else the one that Playwright downloads.
set -eu
python=$1
for nom in chromium chromium-browser google-chrome; do
  if command -v "$nom" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then sudo=$(command -v sudo || true); fi
  if [ "$(id -u)" -eq 0 ] || [ -n "$sudo" ]; then
    if $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium >/dev/null; then exit 0; fi
  fi
fi
"$python" -m playwright install chromium
