#!/bin/sh
# Makes sure that the browser tests find a Chromium and a Firefox: the system's when there
# is one, else Debian's package. Playwright can still download a Chromium; where no Firefox
# can be had, its tests say that they are left out. So do those of books, without the Java that
# checks EPUB and the Pango that draws PDF.
set -eu
python=$1

present() {
  for nom in "$@"; do
    if command -v "$nom" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

manque=""
present chromium chromium-browser google-chrome || manque="$manque chromium"
present firefox-esr firefox || manque="$manque firefox-esr"
present java || manque="$manque default-jre-headless"
"$python" -c 'import ctypes; ctypes.CDLL("libpangoft2-1.0.so.0")' 2>/dev/null ||
  manque="$manque libpango-1.0-0 libpangoft2-1.0-0"
if [ -z "$manque" ]; then exit 0; fi

sudo=""
if [ "$(id -u)" -ne 0 ]; then sudo=$(command -v sudo || true); fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || [ -n "$sudo" ]; }; then
  $sudo apt-get update -qq || true
  for paquet in $manque; do
    $sudo apt-get install -y -qq "$paquet" >/dev/null || true
  done
fi
if ! present chromium chromium-browser google-chrome; then "$python" -m playwright install chromium; fi
