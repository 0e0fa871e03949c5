import rateLimit from '@fastify/rate-limit';
import { LANGUAGES, type Language } from '@kaijo/contract/language';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { prefixOf } from './addresses.ts';
import { speechOf } from './content/index.ts';
import type { Service } from './live/service.ts';
import { PageMaker } from './page-maker.tsx';
import { COMMON_HEADERS, WITHOUT_PAGE } from './policy.ts';
import { servePages } from './routes/pages.ts';
import { serveSearch } from './routes/search.ts';
import { serveSurvey } from './routes/survey.ts';
import type { GuideSettings } from './settings/settings.ts';
import { guideStyle } from './style/style.ts';

export interface GuideOptions {
  readonly settings: Pick<GuideSettings, 'publisher' | 'demo'>;
  readonly service: Service;
  /** As the public sees the guide; empty as long as it is not known. */
  readonly origin: () => string;
  /** Answers to the survey from one address in an hour, and searches in a minute. */
  readonly limits?: { readonly answers: number; readonly searches: number };
}

/** A form with 1,000 characters of which each has sixteen bytes, percent-encoded. */
const FORM_BYTES = 128 * 1024;

/** The public guide, ready to listen. */
export async function createGuide(options: GuideOptions): Promise<FastifyInstance> {
  const { settings, service, origin, limits = { answers: 20, searches: 120 } } = options;
  const app = fastify({
    logger: false,
    // The service stands before it on the same machine and tells the visitor's address.
    trustProxy: ['loopback', 'uniquelocal'],
    bodyLimit: FORM_BYTES,
    requestTimeout: 15_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
    // No hook runs for a path that cannot be decoded.
    frameworkErrors: (_error, _request, reply) => refuseUnreadable(reply as FastifyReply),
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body as string)),
  );
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(COMMON_HEADERS);
    for (const [name, value] of Object.entries(WITHOUT_PAGE))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  await app.register(rateLimit, { global: false, cache: 20_000 });
  const maker = new PageMaker({ style: guideStyle(), demo: settings.demo, origin });
  const base = { service, maker };
  servePages(app, { ...base, publisher: settings.publisher, origin });
  for (const language of LANGUAGES) {
    serveSearch(app, speechOf(language), { ...base, perMinute: limits.searches });
    serveSurvey(app, speechOf(language), {
      ...base,
      perHour: limits.answers,
      secure: () => origin().startsWith('https:'),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const speech = speechOf(languageOfPath(request.url));
    return maker.send(request, reply.code(404), maker.notFound(speech));
  });
  return app;
}

function languageOfPath(url: string): Language {
  return LANGUAGES.find((one) => one !== 'ja' && url.startsWith(`${prefixOf(one)}/`)) ?? 'ja';
}

function refuseUnreadable(reply: FastifyReply): FastifyReply {
  return reply
    .code(400)
    .headers({ ...COMMON_HEADERS, ...WITHOUT_PAGE })
    .type('text/plain; charset=utf-8')
    .send('');
}
