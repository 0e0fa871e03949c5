import { Agent, request as httpRequest } from 'node:http';

const CONNECTIONS = 32;

/** Pages a second that a server gives to 32 connections that are kept alive; every answer is read to its end. */
export async function pagesPerSecond(url: string, milliseconds: number, expected: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const end = performance.now() + milliseconds;
  let pages = 0;
  const visitor = async (): Promise<void> => {
    while (performance.now() < end) {
      const size = await fetchPage(url, agent);
      if (size !== expected) throw new Error(`${url} answered ${size} bytes instead of ${expected}`);
      pages += 1;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, visitor));
  const seconds = (performance.now() - start) / 1_000;
  agent.destroy();
  return pages / seconds;
}

function fetchPage(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { agent, headers: { 'accept-encoding': 'identity' } }, (response) => {
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      response.on('end', () => resolve(size));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}
