#!/bin/sh
# Installs the Debian packages that the tests against other people's programs need: a PC/SC daemon with a virtual
# reader, what compiles the PC/SC and PKCS#11 bindings, OpenSC, SoftHSM, OpenSSL, PostgreSQL with Patroni, etcd and HAProxy
# (their programs: the system's own servers are not touched), a browser with Japanese fonts, and what reads a PDF. Quick when they are there
# already. Where it cannot install (no Debian, not root) it says so and succeeds: the tests are then skipped by name.
set -eu

packages="pcscd libpcsclite-dev g++ make python3 vsmartcard-vpcd opensc softhsm2 openssl iproute2 postgresql patroni etcd-server haproxy python3-psycopg2 chromium fonts-noto-cjk poppler-utils"

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
  for package in $packages; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
  done
else
  echo "install-system-packages: no dpkg here; install by hand: $packages" >&2
  exit 0
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "install-system-packages: not root; run as root: apt-get install$missing" >&2
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # one word for each package
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null; }; then
  echo "install-system-packages: apt-get could not install$missing" >&2
fi
