import { fork } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('./bare-server.js', import.meta.url));

/** Completions a second of the bare handler, each round with `at` requests at once. */
export async function bareCompletions(of: {
  readonly at: number;
  readonly rounds: number;
}): Promise<readonly number[]> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = Buffer.from('a message as long as the ones of Kaijo, which are hashed anyway');
  const body = JSON.stringify({
    spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    message: message.toString('base64'),
    signature: sign('sha256', message, privateKey).toString('base64'),
  });
  const child = fork(SERVER, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.once('message', (address) => resolve(String(address)));
      child.once('exit', (code) => reject(new Error(`the bare handler ended with ${code}`)));
    });
    const rates: number[] = [];
    for (let round = -1; round < of.rounds; round++) {
      const start = performance.now();
      await Promise.all(Array.from({ length: of.at }, () => complete(url, body)));
      if (round >= 0) rates.push((1_000 * of.at) / (performance.now() - start));
    }
    return rates;
  } finally {
    child.kill('SIGKILL');
  }
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
