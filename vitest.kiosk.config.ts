import { suite } from './scripts/suite.ts';

/** The kiosk’s agent against cards, faults and time (`npm run test:kiosk`); there is one pcscd for a machine. */
export default suite(['tests/kiosk/**/*.kiosk.ts'], { fileParallelism: false });
