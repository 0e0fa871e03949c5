#!/bin/sh
# Compiles the optional native binding of npm's `smartcard` (PC/SC) for the kiosk agent. No dependency compiles at
# install (.npmrc), so `npm ci` needs no compiler; a kiosk with a real reader, and the tests over PC/SC, need this once
# after it. Quick when it is there already. Says what is missing and ends with 1 where it cannot.
set -eu
cd "$(dirname "$0")/.."

module=node_modules/smartcard
built=$module/build/Release/smartcard_napi.node
[ -f "$built" ] && exit 0

missing() {
  echo "build-smartcard: $1" >&2
  exit 1
}
[ -d "$module" ] || missing 'npm package "smartcard" is not installed; run: npm ci --include=optional'
[ -f /usr/include/PCSC/winscard.h ] || missing 'no PC/SC headers; on Debian: apt-get install libpcsclite-dev'
command -v g++ >/dev/null 2>&1 || missing 'no C++ compiler; on Debian: apt-get install g++ make python3'
command -v make >/dev/null 2>&1 || missing 'no make; on Debian: apt-get install make'

# npm brings node-gyp along. Node's own headers are used where they are installed, so that nothing is downloaded.
node_gyp="$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js"
[ -f "$node_gyp" ] || missing "npm has no node-gyp at $node_gyp"
prefix=$(node -p 'require("node:path").dirname(require("node:path").dirname(process.execPath))')
[ -f "$prefix/include/node/node_api.h" ] && set -- "--nodedir=$prefix" || set --

if ! log=$(cd "$module" && node "$node_gyp" rebuild --silent "$@" 2>&1); then
  echo "$log" >&2
  missing 'the compiler failed, see above'
fi
