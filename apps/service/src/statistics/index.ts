export { foldStatistics } from './fold.ts';
export { createStatisticRollups } from './rollup.ts';
export { showStatistics } from './storage.ts';
export { createStatisticsTables, type StatisticsTables } from './tables.ts';
