import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkRevocation, readTrustAnchor } from '@kaijo/jpki';

/** What one reading of both lists cost. */
export interface ListsReading {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly longestTurn: number;
  readonly longestTurnCpu: number;
  readonly peakMebibytes: number;
  readonly keptMebibytes: number;
  readonly lookUpMicroseconds: number;
}

const LOOK_UPS = 1_000;
const [folder = '', now = ''] = process.argv.slice(2);
const bytesOf = (name: string): Promise<Uint8Array> => readFile(join(folder, name));
const reading = readTrustAnchor({
  kind: 'auth',
  generation: '2023',
  certificate: await bytesOf('authority.cer'),
});
if (reading.kind === 'refused') throw new Error(reading.why);
const { anchor } = reading;
const lists = {
  kind: 'answer',
  der: await bytesOf('complete.crl'),
  delta: await bytesOf('delta.crl'),
} as const;
const crl = { fetchCrl: async () => lists };
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const ask = (serial = random(8).with(0, 0x40)) =>
  checkRevocation({ serial, issuerKeyId: anchor.keyId }, { anchor, at: new Date(now), random, crl });
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Heap and buffers. What is resident says less: memory that was freed comes back to the system when it likes. */
const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

collectGarbage();
const memoryBefore = memory();
let memoryAtPeak = memoryBefore;
let longestTurn = 0;
let longestTurnCpu = 0;
let turnBegan = performance.now();
let turnBeganCpu = cpuMilliseconds();
let isReading = true;
function turn(): void {
  longestTurn = Math.max(longestTurn, performance.now() - turnBegan);
  longestTurnCpu = Math.max(longestTurnCpu, cpuMilliseconds() - turnBeganCpu);
  memoryAtPeak = Math.max(memoryAtPeak, memory());
  turnBegan = performance.now();
  turnBeganCpu = cpuMilliseconds();
  if (isReading) setImmediate(turn);
}
setImmediate(turn);

const began = performance.now();
const beganCpu = cpuMilliseconds();
const state = await ask();
const milliseconds = performance.now() - began;
const cpu = cpuMilliseconds() - beganCpu;
isReading = false;
turn();
if (state.kind !== 'good') throw new Error(`not good but ${JSON.stringify(state)}`);
collectGarbage();
const kept = memory() - memoryBefore;

const lookUpsBegan = performance.now();
for (let i = 0; i < LOOK_UPS; i++) await ask();
const said: ListsReading = {
  milliseconds,
  cpuMilliseconds: cpu,
  longestTurn,
  longestTurnCpu,
  peakMebibytes: (memoryAtPeak - memoryBefore) / 1_024 ** 2,
  keptMebibytes: kept / 1_024 ** 2,
  lookUpMicroseconds: ((performance.now() - lookUpsBegan) * 1_000) / LOOK_UPS,
};
process.send?.(said);
