import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectOperator,
  dataFolder,
  type OperatorClient,
  startGuideProcess,
  startServiceProcess,
} from '@kaijo/cli/installation';
import { createGuideClient, OPERATOR_ROUTES, PREFECTURES, type StoresQuery } from '@kaijo/contract';
import { syntheticStores } from '@kaijo/personas/synthetic-stores';
import { startChild } from '../child.ts';
import { SETTINGS } from '../core/installation.ts';
import { atMost, type Figure, median, percentile, type Report, spread } from '../report.ts';
import { pagesPerSecond } from './pages-per-second.ts';

const STORES = 50_000;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const SEARCHES = 300;
const BARE = new URL('./bare-page.js', import.meta.url);

/** The public side: pages of the guide, and the search over as many stores as there are. */
export async function guide(): Promise<Report> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-bench-guide-'));
  const started = await startGuideProcess();
  if (started === undefined) throw new Error('the guide is not built');
  const service = await startServiceProcess(
    {
      ...SETTINGS,
      ...started.settings,
      KAIJO_DATA: root,
    },
    'ignore',
  );
  const operator = await connectOperator(dataFolder({ KAIJO_DATA: root }));
  try {
    started.serve(service.publicUrl);
    return {
      title: 'Guide and stores (embedded database)',
      figures: [
        ...(await pages(started.settings.KAIJO_GUIDE_URL, root)),
        ...(await imports(operator)),
        ...(await searches(service.publicUrl)),
      ],
      notes: [
        'Pages: one process, 32 connections kept alive, uncompressed, each round of the guide and of the bare Fastify handler',
        'that sends the same bytes after the other; the load comes from a third process on the same machine.',
        'Search: one at a time over HTTP, at random places, prefectures, towns and postcodes; the import includes the upload.',
      ],
    };
  } finally {
    await operator.close();
    await service.stop();
    await started.stop();
    await rm(root, { recursive: true, force: true });
  }
}

async function pages(url: string, folder: string): Promise<readonly Figure[]> {
  const page = Buffer.from(
    await (await fetch(`${url}/`, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer(),
  );
  const compressed = await fetch(`${url}/`, { headers: { 'accept-encoding': 'br' } });
  const file = join(folder, 'page.html');
  await writeFile(file, page);
  await using bare = await startChild<string>(BARE, file);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    const size = (
      await (await fetch(`${url}/`, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer()
    ).byteLength;
    const mine = await pagesPerSecond(`${url}/`, ROUND_MS, size);
    const other = await pagesPerSecond(`${bare.said}/`, ROUND_MS, page.length);
    if (round < 0) continue;
    ours.push(mine);
    theirs.push(other);
  }
  const ratio = median(ours.map((one, i) => one / (theirs[i] as number)));
  return [
    atMost('whole first page, uncompressed', page.length, 60_000, 'bytes'),
    { what: 'the same with Brotli', value: `${compressed.headers.get('content-length')} bytes` },
    { what: 'guide', value: spread(ours, '/s'), goal: 'at least 2000 /s', met: median(ours) >= 2_000 },
    { what: 'bare Fastify handler with the same bytes', value: spread(theirs, '/s') },
    { what: 'ratio', value: ratio.toFixed(2), goal: 'at least 0.5', met: ratio >= 0.5 },
  ];
}

async function imports(operator: OperatorClient): Promise<readonly Figure[]> {
  const made = syntheticStores(STORES);
  const take = async (table: 'stores' | 'offers', csv: string): Promise<number> => {
    const start = performance.now();
    const report = await operator.call(OPERATOR_ROUTES.importTable, {
      body: { table, csv, mode: 'merge', dryRun: false, staff: 'bench' },
    });
    if (report.faultCount > 0) throw new Error(JSON.stringify(report.faults[0]));
    return (performance.now() - start) / 1_000;
  };
  const first = await take('stores', made.stores);
  await take('offers', made.offers);
  const again = await take('stores', made.stores);
  return [
    atMost('import of 50,000 new stores', first, 10, 's', 1),
    { what: 'the same file again', value: `${again.toFixed(1)} s` },
  ];
}

async function searches(baseUrl: string): Promise<readonly Figure[]> {
  const client = createGuideClient({ baseUrl, fetch });
  const kinds: Readonly<Record<string, (i: number) => StoresQuery>> = {
    'by position': (i) => {
      const { latitude, longitude } = PREFECTURES[(i * 7) % 47] as (typeof PREFECTURES)[number];
      const near = `${(latitude + ((i % 11) - 5) / 60).toFixed(4)},${(longitude + ((i % 13) - 6) / 60).toFixed(4)}`;
      return { near, ...(i % 2 === 0 && { pin: 'auth' as const }) };
    },
    'by place': (i) => {
      const { name } = PREFECTURES[(i * 5) % 47] as (typeof PREFECTURES)[number];
      const words = [
        name,
        `${name} 東錠`,
        '鍵野市',
        '富士見町三丁目',
        '桜町',
        'セブン-イレブン 鍵',
        '大閂山市緑町',
      ];
      return { place: words[i % words.length] as string };
    },
    'by postcode': (i) => ({
      place: `${String(1 + (i % 47)).padStart(2, '0')}${i % 10}-${String((i * 37) % 10_000).padStart(4, '0')}`,
    }),
  };
  const figures: Figure[] = [];
  for (const [kind, query] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let i = -20; i < SEARCHES; i++) {
      const start = performance.now();
      const outcome = await client.listStores(query(i + 20));
      if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
      if (i >= 0) times.push(performance.now() - start);
    }
    figures.push(
      { what: `search ${kind}, median`, value: `${median(times).toFixed(1)} ms` },
      atMost(`search ${kind}, 95 of 100 within`, percentile(times, 0.95), 20, 'ms', 1),
    );
  }
  return figures;
}
