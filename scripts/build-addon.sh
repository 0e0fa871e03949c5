#!/bin/sh
# Compiles the native binding of one npm package, for scripts/build-smartcard.sh and scripts/build-pkcs11.sh. No
# dependency compiles at install (.npmrc), so that `npm ci` needs no compiler. Quick when it is there already. Says what is
# missing and ends with 1 where it cannot.
#   build-addon.sh PACKAGE FILE [HEADER DEBIAN-PACKAGE]
set -eu
cd "$(dirname "$0")/.."

package=$1
module=node_modules/$package
built=$module/build/Release/$2
[ -f "$built" ] && exit 0

missing() {
  echo "build-addon: $package: $1" >&2
  exit 1
}
[ -d "$module" ] || missing 'the npm package is not installed; run: npm ci --include=optional'
[ $# -lt 4 ] || [ -f "$3" ] || missing "no $3; on Debian: apt-get install $4"
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
