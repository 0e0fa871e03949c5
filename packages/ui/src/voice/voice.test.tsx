// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorScreen } from '../components/error-screen.tsx';
import { LanguageButtons, LanguageSelect } from '../components/language-picker.tsx';
import { PinName } from '../components/pin-name.tsx';
import { Screen } from '../components/screen.tsx';
import { type CatalogueLoaders, createLanguages, LANGUAGES } from '../index.ts';
import { uiCatalogues } from '../texts/index.ts';

const source = { title: 'はじめに' } as const;

/** Languages whose loading the test holds in its hand. */
function setUp() {
  const gates = new Map<string, { open: () => void; break: () => void }>();
  const catalogues = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      () =>
        language === 'ja'
          ? Promise.resolve(source)
          : new Promise((resolve, reject) => {
              gates.set(language, {
                open: () => resolve({ title: `title-${language}` }),
                break: () => reject(new Error('offline')),
              });
            }),
    ]),
  ) as unknown as CatalogueLoaders<typeof source>;
  return { ...createLanguages<typeof source>(catalogues), gates };
}

let app: ReturnType<typeof setUp>;
let chosen: string[];

beforeEach(async () => {
  app = setUp();
  chosen = [];
  const { LanguageProvider, load, useTexts } = app;
  function Step() {
    return (
      <Screen step="one" heading={useTexts().title}>
        <LanguageSelect />
        <LanguageButtons />
        <PinName pin="sign" />
      </Screen>
    );
  }
  const start = await load('ja');
  render(
    <LanguageProvider start={start} onChoose={(language) => chosen.push(language)}>
      <Step />
      <ErrorScreen happened="起きた" unchanged="同じ" next="次" code="no-reservation" step="one" />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

/** Once the components' words are here as well, what became of the choice has been decided. */
async function arrived(language: 'en') {
  await uiCatalogues[language]();
  await act(async () => undefined);
}

const heading = () => document.querySelector('h1')?.textContent;
const pick = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('a screen', () => {
  it('names the PIN with shape and purpose', () => {
    expect(document.body.textContent).toContain('署名用パスワード（英数字6〜16文字）');
    expect(document.body.textContent).toContain('e-Tax');
  });

  it('R40: an error says what happened, what is unchanged and what to do, and its code last', () => {
    const text = document.querySelectorAll('main')[1]?.textContent ?? '';
    const places = ['起きた', '同じ', '次にすること', 'no-reservation'].map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('changes its language by one tap, on the same step, and says so to the document and to who keeps it', async () => {
    expect([heading(), document.documentElement.lang]).toEqual(['はじめに', 'ja']);
    pick('한국어');
    app.gates.get('ko')?.open();
    await waitFor(() => expect(heading()).toBe('title-ko'));
    expect(document.documentElement.lang).toBe('ko');
    expect(chosen).toEqual(['ko']);
    expect(document.querySelector('main')?.dataset.step).toBe('one');
  });

  it('of two quick choices speaks the later one, whichever arrives first', async () => {
    pick('English');
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'vi' } });
    app.gates.get('vi')?.open();
    await waitFor(() => expect(heading()).toBe('title-vi'));
    app.gates.get('en')?.open();
    await arrived('en');
    expect(heading()).toBe('title-vi');
  });

  it('speaks what its agent decides, where there is one', async () => {
    cleanup();
    const { LanguageProvider, load, useTexts, gates } = setUp();
    const Title = () => <Screen step="one" heading={useTexts().title} above={<LanguageButtons />} />;
    const start = await load('ja');
    const page = (language: 'ja' | 'ko') => (
      <LanguageProvider start={start} language={language} onChoose={(one) => chosen.push(one)}>
        <Title />
      </LanguageProvider>
    );
    const { rerender } = render(page('ja'));
    pick('한국어');
    expect([chosen, gates.size, heading()]).toEqual([['ko'], 0, 'はじめに']);
    rerender(page('ko'));
    gates.get('ko')?.open();
    await waitFor(() => expect(heading()).toBe('title-ko'));
  });

  it('keeps its words when another language cannot be fetched', async () => {
    pick('English');
    app.gates.get('en')?.break();
    await arrived('en');
    expect(heading()).toBe('はじめに');
    pick('English');
    app.gates.get('en')?.open();
    await waitFor(() => expect(heading()).toBe('title-en'));
  });
});
