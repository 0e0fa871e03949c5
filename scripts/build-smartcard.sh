#!/bin/sh
# Compiles the optional native binding of npm's `smartcard` (PC/SC) for the kiosk agent: a kiosk with a real reader, and
# the tests over PC/SC, need this once after `npm ci`.
exec "$(dirname "$0")/build-addon.sh" smartcard smartcard_napi.node /usr/include/PCSC/winscard.h libpcsclite-dev
