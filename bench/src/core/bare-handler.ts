import { generateKeyPairSync, sign } from 'node:crypto';
import { startChild } from '../child.ts';
import { cpuMilliseconds } from '../process-usage.ts';
import type { Load } from './load.ts';
import type { WorkOfCompletion } from './work-of-completion.ts';

const SERVER = new URL('./bare-server.js', import.meta.url);

/**
 * A bare handler under the same load: one request is one completion, with as much `work`. `database`: the folder or URL
 * of its database, as its program takes it.
 */
export async function bareCompletions(of: {
  readonly at: number;
  readonly rounds: number;
  readonly warmingUp: number;
  readonly work: WorkOfCompletion;
  readonly database: string;
  readonly program?: URL;
}): Promise<Load> {
  const { verifications, rows } = of.work;
  const program = of.program ?? SERVER;
  await using server = await startChild<string>(program, String(verifications), String(rows), of.database);
  const body = signedBody();
  const rates: number[] = [];
  let cpu = 0;
  for (let round = -of.warmingUp; round < of.rounds; round++) {
    const [cpuBefore, start] = [await cpuMilliseconds(server.pid), performance.now()];
    await Promise.all(Array.from({ length: of.at }, () => complete(server.said, body)));
    if (round < 0) continue;
    rates.push((1_000 * of.at) / (performance.now() - start));
    cpu += (await cpuMilliseconds(server.pid)) - cpuBefore;
  }
  return { rates, cpuMs: cpu / (of.rounds * of.at) };
}

function signedBody(): string {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = Buffer.from('a message as long as the ones of Kaijo, which are hashed anyway');
  return JSON.stringify({
    spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    message: message.toString('base64'),
    signature: sign('sha256', message, privateKey).toString('base64'),
  });
}

async function complete(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`the bare handler answered ${response.status}`);
  await response.arrayBuffer();
}
