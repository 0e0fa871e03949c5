import { PROBLEM_CATALOGUES, PROBLEM_TYPES, type ProblemType, sayProblem } from '@kaijo/contract';
import { LANGUAGES, type Language } from '@kaijo/contract/language';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { addressOf, prefixOf } from '../addresses.ts';
import { type Speech, speechOf } from '../content/index.ts';
import type { Live, Service } from '../live/service.ts';
import { type PageMaker, suggestedLanguage } from '../page-maker.tsx';
import { maintenanceFeed, robots, sitemap } from '../pages/feeds.ts';
import { MainPage } from '../pages/main-page.tsx';
import { ProblemIndex, ProblemPage } from '../pages/problem-pages.tsx';
import { structuredData } from '../pages/structured-data.ts';
import { TermsPage } from '../pages/terms-page.tsx';
import type { Publisher } from '../settings/settings.ts';

interface PagesOptions {
  readonly service: Service;
  readonly maker: PageMaker;
  readonly publisher: Publisher;
  readonly origin: () => string;
}

/** Everything that is the same for all visitors. */
export function servePages(app: FastifyInstance, options: PagesOptions): void {
  const { service, maker, publisher, origin } = options;
  for (const language of LANGUAGES) {
    const speech = speechOf(language);
    const prefix = prefixOf(language);
    if (prefix !== '') app.get(prefix, (_request, reply) => reply.redirect(`${prefix}/`, 308));
    app.get(`${prefix}/`, async (request, reply) => {
      const live = await service.live();
      return maker.send(request, reply, mainPage(speech, live, suggestedLanguage(request, language)));
    });
    app.get(`${prefix}/problems`, (_request, reply) => reply.redirect(`${prefix}/problems/`, 308));
    app.get(`${prefix}/problems/`, (request, reply) =>
      maker.send(request, reply, problemIndex(speech, suggestedLanguage(request, language))),
    );
    app.get<{ Params: { type: string } }>(`${prefix}/problems/:type`, (request, reply) => {
      const type = PROBLEM_TYPES.find((one) => one === request.params.type);
      if (type === undefined) return maker.send(request, reply.code(404), maker.notFound(speech));
      return maker.send(request, reply, problemPage(speech, type, suggestedLanguage(request, language)));
    });
    app.get(`${prefix}/terms`, async (request, reply) => {
      const { status } = await service.live();
      const suggested = suggestedLanguage(request, language);
      return maker.send(request, reply, termsPage(speech, status?.value.terms.version, suggested));
    });
    app.get(`${prefix}/maintenance.atom`, async (request, reply) => feed(request, reply, speech));
  }
  app.get('/sitemap.xml', (_request, reply) =>
    reply
      .type('application/xml; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(sitemap(origin())),
  );
  app.get('/robots.txt', (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(robots(origin())),
  );
  app.get('/guide-icon.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(ICON),
  );

  function mainPage(speech: Speech, live: Live, suggested: Language | undefined) {
    const { language, texts } = speech;
    const shows = `${live.status?.version ?? '-'} ${live.chains?.version ?? '-'}`;
    return maker.keep(`main ${language} ${suggested}`, shows, () => ({
      frame: {
        speech,
        path: '/',
        title: texts.title,
        description: texts.description,
        suggested,
        current: 'guide',
        data: structuredData(speech, publisher, origin()),
      },
      content: createElement(MainPage, { speech, live, publisher }),
    }));
  }

  function problemIndex(speech: Speech, suggested: Language | undefined) {
    const { indexTitle, indexLead } = speech.texts.problem;
    return maker.keep(`problems ${speech.language} ${suggested}`, '', () => ({
      frame: {
        speech,
        path: '/problems/',
        title: indexTitle,
        description: indexLead,
        suggested,
        current: 'problems',
      },
      content: createElement(ProblemIndex, { speech }),
    }));
  }

  function problemPage(speech: Speech, type: ProblemType, suggested: Language | undefined) {
    const { happened } = sayProblem(PROBLEM_CATALOGUES[speech.language], type);
    return maker.keep(`problem ${type} ${speech.language} ${suggested}`, '', () => ({
      frame: {
        speech,
        path: `/problems/${type}`,
        title: speech.texts.problem.title({ code: type }),
        description: happened,
        suggested,
        current: 'problems',
      },
      content: createElement(ProblemPage, { speech, type }),
    }));
  }

  function termsPage(speech: Speech, version: string | undefined, suggested: Language | undefined) {
    const { title, lead } = speech.texts.terms;
    return maker.keep(`terms ${speech.language} ${suggested}`, version ?? '-', () => ({
      frame: { speech, path: '/terms', title, description: lead, suggested },
      content: createElement(TermsPage, { speech, version }),
    }));
  }

  async function feed(_request: FastifyRequest, reply: FastifyReply, speech: Speech): Promise<FastifyReply> {
    const { status } = await service.live();
    if (status === undefined)
      return reply
        .code(503)
        .header('retry-after', '30')
        .type('text/plain; charset=utf-8')
        .send(speech.texts.hours.unknown);
    return reply
      .type('application/atom+xml; charset=utf-8')
      .header('cache-control', 'public, max-age=60')
      .header('link', `<${addressOf(speech.language, '/')}>; rel="alternate"`)
      .send(maintenanceFeed(speech, origin(), status.value));
  }
}

/** An open padlock. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0017c1"/><path d="M11 15v-4a5 5 0 0 1 9.6-2" fill="none" stroke="#fff" stroke-width="2.5"/><rect x="8" y="15" width="16" height="11" rx="2" fill="#fff"/></svg>';
