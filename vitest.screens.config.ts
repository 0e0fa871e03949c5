import { suite } from './scripts/suite.ts';

/** The screens in a real browser (`npm run test:screens`), one browser and one service at a time: they share two cores. */
export default suite(['tests/screens/**/*.screen.ts'], { fileParallelism: false });
