import { suite } from './scripts/suite.ts';

/** What takes minutes (`npm run test:slow`): processes killed at every message, ten thousand broken pictures, flat warps. */
export default suite(['tests/**/*.slow.ts', 'packages/face/src/**/*.slow.ts'], { testTimeout: 1_800_000 });
