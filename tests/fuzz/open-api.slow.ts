import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestsOf } from './support/requests.ts';
import { FuzzTarget } from './support/target.ts';

/**
 * `KAIJO_FUZZ_SEED` makes other requests, each night (.ci/nightly), or tells a run again; by itself they are the same, so
 * that a change is judged by what it changes. `KAIJO_FUZZ_REQUESTS`: fewer or more.
 */
const SEED = Number(process.env.KAIJO_FUZZ_SEED ?? 60_820_654);
const REQUESTS = Number(process.env.KAIJO_FUZZ_REQUESTS ?? 20_000);
/**
 * Growth of the second half, of service and test together: in the first one caches fill and code is compiled. A request
 * that is kept takes several times as much.
 */
const MOST_BYTES_A_REQUEST = 1_024;

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
  const half = Math.ceil(REQUESTS / 2);
  await run(half, SEED);
  const before = usedAfterCollection();
  await run(REQUESTS - half, SEED + 1);
  const grown = (usedAfterCollection() - before) / (REQUESTS - half);
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
