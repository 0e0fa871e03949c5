export { PROBLEM_CATALOGUE_LOADERS } from './load.ts';
export { sayProblem } from './say-problem.ts';
export type { HolderSentences, ProblemCatalogue } from './shape.ts';
