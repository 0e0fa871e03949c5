import { suite } from './scripts/suite.ts';

export default suite([
  'packages/*/src/**/*.test.{ts,tsx}',
  'apps/*/src/**/*.test.{ts,tsx}',
  'bench/src/**/*.test.ts',
  'tests/**/*.test.ts',
]);
