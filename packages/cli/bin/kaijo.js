#!/usr/bin/env node
import { existsSync } from 'node:fs';

// The sources are TypeScript: a fresh clone has no build yet.
const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  console.error('kaijo: not built yet. Run `npm run build` first (`npm start` does it by itself).');
  process.exit(69);
}
await import(entry.href);
