import type { Page } from 'playwright-core';

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[], ...unknown[]] };
  };
  /** `node_fields` of each node, one after the other. */
  readonly nodes: number[];
  readonly strings: string[];
}

/**
 * Every string that can still be reached in the page, as Chromium's heap snapshot has them. Only values: the names of its
 * edges are thousands of numbers of four digits.
 */
export async function stringsInHeap(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  const { snapshot, nodes, strings } = JSON.parse(chunks.join('')) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name] = [fields.indexOf('type'), fields.indexOf('name')];
  const values = new Set<string>();
  for (let node = 0; node < nodes.length; node += fields.length)
    if (types[0][nodes[node + type] ?? -1]?.endsWith('string'))
      values.add(strings[nodes[node + name] ?? -1] ?? '');
  return [...values];
}

/** Programs are long and full of digits; a PIN that was left behind is a short text, or a part of one. */
const PROGRAM_LENGTH = 2_000;

/** Where `secret` stands by itself: four digits within a longer number are not a PIN. */
export function left(secret: string, strings: readonly string[]): readonly string[] {
  const alone = new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`);
  return strings.filter((text) => text.length < PROGRAM_LENGTH && alone.test(text));
}
