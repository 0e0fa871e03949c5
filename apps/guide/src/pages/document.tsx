import { LANGUAGE_NAMES, LANGUAGES, type Language, languageTag } from '@kaijo/contract/language';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import { speechOf } from '../content/index.ts';

/** What every page needs besides its own content. */
export interface Site {
  readonly style: string;
  /** As the public sees it; empty as long as it is not known. */
  readonly origin: string;
  readonly demo: boolean;
}

export interface PageFrame {
  readonly speech: Speech;
  /** In Japanese; the other languages have it behind their prefix. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** The language that the browser asks for, where it is another one. */
  readonly suggested?: Language | undefined;
  readonly current?: 'guide' | 'stores' | 'problems';
  /** schema.org, as JSON-LD. */
  readonly data?: object;
  /** A script of the page's own, which it can do without. */
  readonly script?: string;
  /** An answer to a form is nobody else's to find. */
  readonly hidden?: boolean;
}

/** A whole page. */
export function renderDocument(site: Site, frame: PageFrame, content: ReactNode): string {
  return `<!doctype html>${renderToStaticMarkup(
    <Document site={site} frame={frame}>
      {content}
    </Document>,
  )}`;
}

function Document({
  site,
  frame,
  children,
}: {
  readonly site: Site;
  readonly frame: PageFrame;
  readonly children: ReactNode;
}): ReactNode {
  const { speech, path, title, description, suggested, data, script, hidden } = frame;
  const { texts, language } = speech;
  return (
    <html lang={languageTag(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="description" content={description} />
        <meta name="color-scheme" content="light dark" />
        {hidden && <meta name="robots" content="noindex" />}
        {!hidden && site.origin !== '' && <Alternates origin={site.origin} path={path} language={language} />}
        <link rel="icon" href="/guide-icon.svg" type="image/svg+xml" />
        <link
          rel="alternate"
          type="application/atom+xml"
          title={texts.hours.feed}
          href={addressOf(language, '/maintenance.atom')}
        />
        <Verbatim element="style" text={site.style} />
        {data && <Verbatim element="script" type="application/ld+json" text={jsonLd(data)} />}
      </head>
      <body>
        <a className="skip" href="#content">
          {texts.skip}
        </a>
        <header>
          <Languages speech={speech} path={path} />
          {suggested && (
            <p className="box suggestion" lang={languageTag(suggested)}>
              <a href={addressOf(suggested, path)} hrefLang={languageTag(suggested)}>
                {speechOf(suggested).texts.suggestion}
              </a>
            </p>
          )}
          <Menu frame={frame} />
          {site.demo && (
            <p className="box noprint">
              {texts.demo} <a href="/playground/">{texts.demoLink}</a>
            </p>
          )}
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {script && <Verbatim element="script" text={script} />}
      </body>
    </html>
  );
}

/** Raw text elements (HTML, 13.1.2): they are not escaped. What stands in them is the guide's own or has passed `jsonLd`. */
function Verbatim({
  element: Element,
  text,
  type,
}: {
  readonly element: 'style' | 'script';
  readonly text: string;
  readonly type?: string;
}): ReactNode {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: nothing from outside
  return <Element {...(type && { type })} dangerouslySetInnerHTML={{ __html: text }} />;
}

function Alternates({
  origin,
  path,
  language,
}: {
  readonly origin: string;
  readonly path: string;
  readonly language: Language;
}): ReactNode {
  return (
    <>
      <link rel="canonical" href={`${origin}${addressOf(language, path)}`} />
      {LANGUAGES.filter((one) => one !== 'ja-easy').map((one) => (
        <link key={one} rel="alternate" hrefLang={one} href={`${origin}${addressOf(one, path)}`} />
      ))}
      <link rel="alternate" hrefLang="x-default" href={`${origin}${path}`} />
    </>
  );
}

function Languages({ speech, path }: { readonly speech: Speech; readonly path: string }): ReactNode {
  return (
    <nav className="languages" aria-label={LANGUAGE_LABEL[speech.language]}>
      <ul className="bar">
        {LANGUAGES.map((one) => (
          <li key={one} lang={languageTag(one)}>
            <a
              href={addressOf(one, path)}
              hrefLang={languageTag(one)}
              {...(one === speech.language && { 'aria-current': 'page' as const })}
            >
              {LANGUAGE_NAMES[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const LANGUAGE_LABEL: Readonly<Record<Language, string>> = {
  ja: '言語',
  'ja-easy': 'ことば',
  en: 'Language',
  'zh-Hans': '语言',
  ko: '언어',
  vi: 'Ngôn ngữ',
  'pt-BR': 'Idioma',
};

function Menu({ frame: { speech, current } }: { readonly frame: PageFrame }): ReactNode {
  const { texts, language } = speech;
  const entries = [
    { key: 'guide', text: texts.menu.guide, href: addressOf(language, '/') },
    { key: 'stores', text: texts.menu.stores, href: addressOf(language, '/stores') },
    { key: 'phone', text: texts.menu.phone, href: '/phone/' },
    { key: 'problems', text: texts.menu.problems, href: addressOf(language, '/problems/') },
    { key: 'contact', text: texts.menu.contact, href: addressOf(language, '/#office') },
  ];
  return (
    <nav className="menu" aria-label={texts.menu.label}>
      <ul className="bar">
        {entries.map(({ key, text, href }) => (
          <li key={key}>
            <a href={href} {...(key === current && { 'aria-current': 'page' as const })}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** JSON that cannot end its element (HTML, 4.12.1.3). */
export function jsonLd(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
