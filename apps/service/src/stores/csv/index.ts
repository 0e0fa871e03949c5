export { type CsvFault, csvLine, writeCsv } from './cells.ts';
export { number, optional, pattern, text, uuid } from './columns.ts';
export { type CsvFormat, type CsvRow, cellsOf, Faults, keyOf, type ReadFile, readTable } from './format.ts';
export { exportStoreTable, importStoreTable, readStoreTable, type StoreTable } from './import.ts';
