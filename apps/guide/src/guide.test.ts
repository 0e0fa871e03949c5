import type { SurveyAnswerRequest, SurveyOutcome } from '@kaijo/contract';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuide } from './guide.ts';
import type { Service } from './live/service.ts';
import { DEMO_PUBLISHER } from './settings/settings.ts';

let sent: SurveyAnswerRequest[];
let outcome: SurveyOutcome | undefined;
let guide: FastifyInstance;
beforeEach(async () => {
  sent = [];
  outcome = { outcome: 'kept', visit: 'abc.def' };
  const service: Service = {
    live: async () => ({ status: undefined, chains: undefined }),
    findStores: async () => [
      {
        id: '00000000-0000-4000-8000-000000000001',
        chain: 'x',
        name: '<img src=x onerror=alert(1)>',
        prefecture: '東京都',
        address: '"&<',
        pins: ['sign'],
      },
    ],
    sendAnswer: async (answer) => {
      sent.push(answer);
      return outcome;
    },
  };
  guide = await createGuide({
    settings: { publisher: DEMO_PUBLISHER, demo: true },
    service,
    origin: () => 'https://kaijo.example',
    limits: { answers: 3, searches: 5 },
  });
});
afterEach(() => guide.close());

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  guide.inject({
    method: 'POST',
    url: '/en/survey',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });

describe('the survey’s form (R37)', () => {
  it('sends the answer in the page’s language and remembers the visit where no script reads it', async () => {
    const reply = await post({ usefulness: 'helpful', text: 'fine' });
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain('Thank you for your answer.');
    expect(sent).toEqual([{ usefulness: 'helpful', text: 'fine', language: 'en', masked: false }]);
    expect(reply.headers['set-cookie']).toMatch(
      /^__Host-kaijo-visit=abc\.def; Path=\/; Max-Age=21600; HttpOnly; SameSite=Strict; Secure$/,
    );
    await post({ usefulness: 'helpful' }, { cookie: 'a=b; __Host-kaijo-visit=abc.def' });
    expect(sent[1]?.visit).toBe('abc.def');
  });

  it('what fills in the field that nobody sees is thanked and forgotten', async () => {
    const reply = await post({ usefulness: 'helpful', website: 'http://spam.example' });
    expect(reply.body).toContain('Thank you for your answer.');
    expect(sent).toEqual([]);
  });

  it('a form on somebody else’s page sends nothing', async () => {
    await post({ usefulness: 'helpful' }, { 'sec-fetch-site': 'cross-site' });
    expect(sent).toEqual([]);
  });

  it('asks for an answer where none was chosen, and gives the text back', async () => {
    const reply = await post({ text: 'my words' });
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain('No answer is chosen');
    expect(reply.body).toContain('>my words</textarea>');
  });

  it('markup in a text is shown as text', async () => {
    outcome = {
      outcome: 'personal-data',
      visit: 'abc.def',
      found: ['number'],
      maskedText: '</textarea><script>alert(1)</script>［番号］\u202e',
    };
    const reply = await post({ usefulness: 'helpful', text: 'x' });
    expect(reply.body).not.toContain('<script>alert');
    expect(reply.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;［番号］');
  });

  it('says so when the service is away, and loses nothing of the text', async () => {
    outcome = undefined;
    const reply = await post({ usefulness: 'neither', text: 'my words' });
    expect(reply.statusCode).toBe(503);
    expect(reply.body).toContain('cannot be sent at the moment');
    expect(reply.body).toContain('>my words</textarea>');
  });

  it('one address is heard so often and no more', async () => {
    for (let i = 0; i < 3; i++) expect((await post({ usefulness: 'helpful' })).statusCode).toBe(200);
    const reply = await post({ usefulness: 'helpful' });
    expect(reply.statusCode).toBe(429);
    expect(reply.body).toContain('Too many answers');
    const other = await post({ usefulness: 'helpful' }, { 'x-forwarded-for': '198.51.100.7' });
    expect(other.statusCode).toBe(200);
  });
});

describe('the store search', () => {
  it('shows names and addresses as text', async () => {
    const reply = await guide.inject('/stores?place=x');
    expect(reply.body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(reply.body).not.toContain('<img');
  });

  it.each([
    '/stores?place=',
    '/stores?near=here',
    '/stores?pin=support',
    '/stores?place=a&place=b',
  ])('%s is answered', async (url) => {
    expect((await guide.inject(url)).statusCode).toBe(200);
  });

  it('refuses a text that is no place', async () => {
    const reply = await guide.inject(`/stores?place=${'a'.repeat(101)}`);
    expect(reply.body).toContain('100文字以内');
  });
});
