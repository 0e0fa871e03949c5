import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { createListener } from '../http/listener.ts';
import { createLog } from '../http/log.ts';
import { systemRandom } from '../random.ts';
import { WELCOME_PAGES } from './index.ts';

async function listener() {
  return createListener({
    name: 'public',
    endpoints: [],
    pages: WELCOME_PAGES,
    db: {} as Database, // no page asks it
    clock: systemClock,
    random: systemRandom,
    log: createLog('silent'),
    limits: { bodyBytes: 1_000, receiveMs: 1_000, answerMs: 1_000, connections: 10, requestsPerMinute: 0 },
  });
}

describe('the page on localhost says what to try', () => {
  it.each([
    ['/', 'ja', '試してみる'],
    ['/en', 'en', 'What to try'],
  ])('%s in %s', async (path, language, heading) => {
    const app = await listener();
    const { statusCode, headers, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(heading);
    for (const command of [
      'kaijo demo --pin auth',
      'kaijo demo --pin sign',
      'kaijo card show',
      '/openapi.json',
    ])
      expect(body).toContain(command);
    await app.close();
  });

  it('may show its own style and nothing else', async () => {
    const app = await listener();
    const { headers, body } = await app.inject('/');
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${digest}'`);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).not.toMatch(/<script|javascript:|src=/);
    expect((await app.inject('/openapi.json')).headers['content-security-policy']).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    await app.close();
  });
});
