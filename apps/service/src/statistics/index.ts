export { foldStatistics } from './fold.ts';
export { showStatistics } from './storage.ts';
export { createStatisticsTables, type StatisticsTables } from './tables.ts';
