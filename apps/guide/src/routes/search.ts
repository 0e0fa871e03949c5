import type { StoresQuery, TargetPin } from '@kaijo/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Service } from '../live/service.ts';
import { type PageMaker, suggestedLanguage } from '../page-maker.tsx';
import { HERE_SCRIPT, type Search, type SearchResult, StoreSearchPage } from '../pages/store-search.tsx';

interface SearchOptions {
  readonly service: Service;
  readonly maker: PageMaker;
  readonly perMinute: number;
}

const POSITION = /^-?[0-9]{1,2}(\.[0-9]{1,8})?,-?[0-9]{1,3}(\.[0-9]{1,8})?$/;
const LONGEST_PLACE = 100;

/** Stores by place or postcode as a plain form, and around the visitor where the browser can tell the place (R26). */
export function serveSearch(app: FastifyInstance, speech: Speech, options: SearchOptions): void {
  const { service, maker, perMinute } = options;
  app.get(
    addressOf(speech.language, '/stores'),
    { config: { rateLimit: { max: perMinute, timeWindow: 60_000 } } },
    async (request, reply) => {
      const search = readSearch(request);
      const frame = {
        speech,
        path: '/stores',
        title: speech.texts.search.title,
        description: speech.texts.stores.lead,
        suggested: suggestedLanguage(request, speech.language),
        current: 'stores',
        script: HERE_SCRIPT,
      } as const;
      if (search === undefined) {
        const content = createElement(StoreSearchPage, {
          speech,
          search: {},
          result: { kind: 'none-asked' },
        });
        const page = maker.keep(`stores ${speech.language} ${frame.suggested}`, '', () => ({
          frame,
          content,
        }));
        return maker.send(request, reply, page);
      }
      const result = await find(search);
      if (result.kind === 'away') reply.code(503).header('retry-after', '30');
      const content = createElement(StoreSearchPage, { speech, search, result });
      return maker.send(request, reply, maker.once(frame, content));
    },
  );

  async function find({ place, pin, near }: Search): Promise<SearchResult> {
    if (place !== undefined && place.length > LONGEST_PLACE) return { kind: 'invalid' };
    const query: StoresQuery = {
      ...(pin && { pin }),
      ...(near === undefined ? place !== undefined && { place } : { near }),
    };
    const stores = await service.findStores(query);
    return stores === undefined ? { kind: 'away' } : { kind: 'stores', stores };
  }
}

/** Undefined: nothing was asked for yet. What is no position or no PIN counts as not given. */
function readSearch(request: FastifyRequest): Search | undefined {
  const query = request.query as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = query[name];
    const tidy = typeof value === 'string' ? wellFormed(value).trim() : '';
    return tidy === '' ? undefined : tidy;
  };
  if (Object.keys(query).length === 0) return undefined;
  const [place, pin, near] = [text('place'), text('pin'), text('near')];
  return {
    ...(place !== undefined && { place }),
    ...((pin === 'sign' || pin === 'auth') && { pin: pin satisfies TargetPin }),
    ...(near !== undefined && POSITION.test(near) && { near }),
  };
}

/** What is no text (NUL, half of a surrogate pair) says nothing. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString().replaceAll('\u0000', '');
}
