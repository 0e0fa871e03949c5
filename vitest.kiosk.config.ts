import { suite } from './scripts/suite.ts';

/** The kiosk’s agent against cards, faults and time (`npm run test:kiosk`); there is one pcscd for a machine. */
export default suite(['tests/kiosk/**/*.kiosk.ts'], {
  fileParallelism: false,
  // The service, the card and the kiosk are loaded once, not once for each file.
  isolate: false,
  // At every command a program is killed and started again (KAIJO_EVERY_COMMAND).
  testTimeout: 1_200_000,
});
