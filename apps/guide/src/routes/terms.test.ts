import { LANGUAGES } from '@kaijo/contract/language';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf } from '../addresses.ts';
import { speechOf } from '../content/index.ts';
import { connectService, createGuide, DEMO_PUBLISHER } from '../index.ts';

let guide: FastifyInstance;
beforeAll(async () => {
  guide = await createGuide({
    settings: { publisher: DEMO_PUBLISHER, demo: false },
    service: connectService({ url: () => undefined }),
    origin: () => 'https://kaijo.example',
  });
});
afterAll(() => guide?.close());

describe('the terms that the phone asks consent to (R44)', () => {
  it.each(
    LANGUAGES,
  )('can be read before consenting, in %s, even while the service is away', async (language) => {
    const { terms } = speechOf(language).texts;
    const answer = await guide.inject({ url: addressOf(language, '/terms') });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(terms.title);
    for (const { text } of [terms.face, terms.erase, terms.choice]) expect(answer.body).toContain(text);
  });

  it('are listed for search engines', async () => {
    expect((await guide.inject({ url: '/sitemap.xml' })).body).toContain('https://kaijo.example/terms');
  });
});
