import { PROBLEM_TYPES, type StatusAnswer, sentenceFor } from '@kaijo/contract';
import { LANGUAGES, languageTag } from '@kaijo/contract/language';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import { scopeWords, windowTimes } from './hours.tsx';

/** Announced and running maintenance (RFC 4287). */
export function maintenanceFeed(speech: Speech, origin: string, status: StatusAnswer): string {
  const { texts, language } = speech;
  const self = `${origin}${addressOf(language, '/maintenance.atom')}`;
  const entries = status.maintenance.map((window) => {
    const text = `${windowTimes(speech, window)} ${scopeWords(speech, window)} ${sentenceFor(window.sentence, speech.language).text}`;
    return `<entry><id>urn:uuid:${window.id}</id><title>${xml(windowTimes(speech, window))}</title><updated>${window.startsAt}</updated><link href="${xml(`${origin}${addressOf(language, '/')}#maintenance`)}"/><summary>${xml(text)}</summary></entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${languageTag(language)}"><id>${xml(self)}</id><title>${xml(texts.hours.feed)}</title><updated>${status.now}</updated><author><name>${xml(texts.title)}</name></author><link rel="self" href="${xml(self)}"/><link href="${xml(`${origin}${addressOf(language, '/')}`)}"/>${entries.join('')}</feed>
`;
}

/** sitemaps.org 0.9, with each page's other languages. */
export function sitemap(origin: string): string {
  const paths = ['/', '/stores', '/terms', '/problems/', ...PROBLEM_TYPES.map((type) => `/problems/${type}`)];
  const urls = paths.flatMap((path) =>
    LANGUAGES.map((language) => {
      const alternates = LANGUAGES.filter((one) => one !== 'ja-easy').map(
        (one) =>
          `<xhtml:link rel="alternate" hreflang="${one}" href="${xml(`${origin}${addressOf(one, path)}`)}"/>`,
      );
      return `<url><loc>${xml(`${origin}${addressOf(language, path)}`)}</loc>${alternates.join('')}</url>`;
    }),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join('')}</urlset>
`;
}

/** RFC 9309 */
export function robots(origin: string): string {
  return `User-agent: *\nDisallow: /v1/\nDisallow: /survey\n\nSitemap: ${origin}/sitemap.xml\n`;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
