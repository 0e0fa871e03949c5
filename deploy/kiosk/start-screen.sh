#!/bin/sh
# Starts the kiosk's browser on the agent's start page. The page holds a ticket that is good once, so that it is the file
# that is named here and not the address: a command line is shown to every user of the machine.
set -eu

runtime=${KAIJO_KIOSK_RUNTIME:?names the folder of the start page}
browser=${KAIJO_KIOSK_BROWSER:-/usr/bin/chromium}

# The agent writes it when it listens.
tries=0
while [ ! -s "$runtime/start.html" ]; do
  tries=$((tries + 1))
  [ "$tries" -le 60 ] || { echo "start-screen: no start page in $runtime; is the agent running?" >&2; exit 1; }
  sleep 1
done

# A profile in memory: nothing of a session outlives the browser.
profile=$(mktemp -d "$runtime/browser.XXXXXX")
trap 'rm -rf "$profile"' EXIT INT TERM

"$browser" \
  --kiosk "file://$runtime/start.html" \
  --user-data-dir="$profile" \
  --incognito \
  --no-first-run \
  --no-default-browser-check \
  --disable-background-networking \
  --disable-component-update \
  --disable-sync \
  --disable-breakpad \
  --disable-crash-reporter \
  --disable-features=Translate,AutofillServerCommunication \
  --disable-pinch \
  --overscroll-history-navigation=0 \
  --disk-cache-size=1 \
  --ozone-platform-hint=auto
