import { suite } from './scripts/suite.ts';

/** What takes minutes (`npm run test:slow`): processes killed at every message, ten thousand broken
 * pictures, flat warps, disks filled to the last byte, revocation lists of a million entries, a million commands to the card, twenty thousand requests to the service. */
export default suite(['tests/**/*.slow.ts', 'packages/{face,jpki,virtual-card}/src/**/*.slow.ts'], {
  testTimeout: 1_800_000,
});
