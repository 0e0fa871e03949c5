import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestsOf } from './support/requests.ts';
import { FuzzTarget } from './support/target.ts';

/** `KAIJO_FUZZ_SEED` tells a run again; `KAIJO_FUZZ_REQUESTS` makes it shorter or longer. */
const SEED = Number(process.env.KAIJO_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const REQUESTS = Number(process.env.KAIJO_FUZZ_REQUESTS ?? 20_000);
/** What each request may leave behind for good: nothing that grows with them. */
const MOST_BYTES_A_REQUEST = 1_024;
/** Caches fill, code is compiled: what comes before is no growth. */
const WARM_UP = 0.4;

let target: FuzzTarget;
beforeAll(async () => {
  target = await FuzzTarget.start();
});
afterAll(() => target?.close());

it(`${REQUESTS} requests made from the service’s own OpenAPI documents: no fault, no hang, no growth (seed ${SEED})`, async () => {
  const { operations, known, ids } = target;
  expect(operations.length).toBeGreaterThan(60);
  const any = fc.oneof(...operations.map((operation) => requestsOf(operation, { known, ids })));
  const run = (numRuns: number, seed: number) =>
    fc.assert(
      fc.asyncProperty(any, (request) => target.expectHandled(request)),
      { numRuns, seed, maxSkipsPerRun: 0 },
    );
  await run(Math.ceil(REQUESTS * WARM_UP), SEED);
  const before = usedAfterCollection();
  const rest = Math.floor(REQUESTS * (1 - WARM_UP));
  await run(rest, SEED + 1);
  const grown = (usedAfterCollection() - before) / rest;
  console.log(`heap: ${Math.round(grown)} bytes a request`);
  expect(grown).toBeLessThan(MOST_BYTES_A_REQUEST);
  await target.expectAlive();
  expect(target.faults).toEqual([]);
});

/** Of this process, which is the service's. */
function usedAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
