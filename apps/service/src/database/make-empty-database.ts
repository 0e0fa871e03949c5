import { makeEmptyDatabase } from './empty-database.ts';

await makeEmptyDatabase();
