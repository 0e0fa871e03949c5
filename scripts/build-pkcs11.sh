#!/bin/sh
# Compiles the optional native binding of npm's `pkcs11js` (PKCS#11): a service whose keys are in a hardware module, and
# the tests with SoftHSM, need this once after `npm ci`.
exec "$(dirname "$0")/build-addon.sh" pkcs11js pkcs11.node
