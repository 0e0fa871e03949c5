import { type Language, negotiateLanguage } from '@kaijo/contract/language';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactNode } from 'react';
import type { Speech } from './content/index.ts';
import { jsonLd, type PageFrame, renderDocument } from './pages/document.tsx';
import { NotFoundPage } from './pages/problem-pages.tsx';
import { policyFor } from './policy.ts';
import { encodingFor, pageOf, type SentPage } from './sent-page.ts';

/** Visitors see an announced window after the status's own age and this many seconds. */
const PUBLIC_SECONDS = 5;

/** Makes pages, keeps them as long as what they show is the same, and sends them. */
export class PageMaker {
  readonly #style: string;
  readonly #demo: boolean;
  readonly #origin: () => string;
  /** By page, language and suggestion: bounded by what the guide has. */
  readonly #kept = new Map<string, { readonly shows: string; readonly page: SentPage }>();

  constructor(of: { readonly style: string; readonly demo: boolean; readonly origin: () => string }) {
    this.#style = of.style;
    this.#demo = of.demo;
    this.#origin = of.origin;
  }

  make(frame: PageFrame, content: ReactNode, cacheControl: string): SentPage {
    const site = { style: this.#style, origin: this.#origin(), demo: this.#demo };
    const scripts = [...(frame.script ? [frame.script] : []), ...(frame.data ? [jsonLd(frame.data)] : [])];
    return pageOf(renderDocument(site, frame, content), {
      'content-type': 'text/html; charset=utf-8',
      'content-language': frame.speech.language === 'ja-easy' ? 'ja' : frame.speech.language,
      'content-security-policy': policyFor({ style: this.#style, scripts }),
      'cache-control': cacheControl,
    });
  }

  /** A page that all see alike. `shows`: names what it shows; while that is the same, the page is not made again. */
  keep(
    key: string,
    shows: string,
    make: () => { readonly frame: PageFrame; readonly content: ReactNode },
  ): SentPage {
    const state = `${shows} ${this.#origin()}`;
    const kept = this.#kept.get(key);
    if (kept?.shows === state) return kept.page;
    const { frame, content } = make();
    const page = this.make(frame, content, `public, max-age=${PUBLIC_SECONDS}`);
    this.#kept.set(key, { shows: state, page });
    return page;
  }

  /** What one visitor alone sees: a search, the answer to a form. */
  once(frame: PageFrame, content: ReactNode): SentPage {
    return this.make({ ...frame, hidden: true }, content, 'no-store');
  }

  notFound(speech: Speech): SentPage {
    const { texts } = speech;
    const frame = {
      speech,
      path: '/',
      title: texts.notFound.title,
      description: texts.description,
      hidden: true,
    };
    return this.keep(`404 ${speech.language}`, '', () => ({
      frame,
      content: <NotFoundPage speech={speech} />,
    }));
  }

  send(request: FastifyRequest, reply: FastifyReply, page: SentPage): FastifyReply {
    reply.headers(page.headers).header('etag', page.etag);
    if (reply.statusCode === 200 && request.headers['if-none-match'] === page.etag)
      return reply.code(304).send();
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding !== 'plain') reply.header('content-encoding', encoding);
    return reply.send(page[encoding]);
  }
}

/** The language that the browser asks for, where the page is in another one. Easy Japanese is asked for by nobody. */
export function suggestedLanguage(request: FastifyRequest, shown: Language): Language | undefined {
  const header = request.headers['accept-language'];
  if (header === undefined) return undefined;
  const wanted = negotiateLanguage(header);
  return wanted === shown || (wanted === 'ja' && shown === 'ja-easy') ? undefined : wanted;
}
