// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderIn } from '../testing/render-in.tsx';
import { Countdown } from './countdown.tsx';
import { ReadAloud, withoutReadings } from './read-aloud.tsx';
import { Steps } from './steps.tsx';
import { StoreItem } from './store-list.tsx';
import { TriesLeft } from './tries-left.tsx';

afterEach(cleanup);
const text = () => document.body.textContent ?? '';

describe('R10: the tries left', () => {
  it.each([
    [3, 'あと3回まちがえるとロックされます。'],
    [1, '次にまちがえるとロックされます。'],
    [0, 'ロックされています。'],
  ])('%i', async (count, words) => {
    await renderIn('ja', <TriesLeft count={count} />);
    expect(text()).toContain(words);
  });
});

describe('steps', () => {
  it('tell the state of each in words and mark the one at hand', async () => {
    await renderIn('en', <Steps names={['Card', 'PIN', 'Done']} at={1} />);
    expect(text()).toMatch(/Card.*done.*PIN.*in progress.*Done.*to come/);
    expect(document.querySelectorAll('[aria-current="step"]')).toHaveLength(1);
  });
});

describe('a countdown', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('counts by the clock that it is given and ends at its moment', async () => {
    const until = new Date('2026-01-02T00:00:00Z');
    let now = until.getTime() - 61_000;
    const clock = () => new Date(now);
    await renderIn('en', <Countdown until={until} clock={clock} />);
    expect(text()).toContain('1 minute left');
    now = until.getTime();
    act(() => void vi.advanceTimersByTime(1000));
    expect(text()).toContain('It has ended');
  });
});

describe('reading aloud', () => {
  const spoken: { text: string; lang: string; onend?: () => void }[] = [];
  const speech = { speak: vi.fn((one) => spoken.push(one)), cancel: vi.fn() };

  beforeEach(() => {
    spoken.length = 0;
    vi.stubGlobal('speechSynthesis', speech);
    vi.stubGlobal(
      'SpeechSynthesisUtterance',
      class {
        text: string;
        lang = '';
        constructor(words: string) {
          this.text = words;
        }
      },
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  const page = (
    <>
      <ReadAloud step="one" />
      <main>
        <h1>カードを置いてください</h1>
        <p>
          番号<span aria-hidden="true">●</span>（ばんごう）を入れます。
        </p>
        <div data-silent="">1 2 3</div>
      </main>
    </>
  );

  it('reads the screen without pads and ornaments, in the language of the screen', async () => {
    await renderIn('ja', page);
    fireEvent.click(screen.getByRole('button', { name: '読み上げる' }));
    expect(spoken.map(({ text, lang }) => [text, lang])).toEqual([
      ['カードを置いてください\n番号（ばんごう）を入れます。', 'ja'],
    ]);
    act(() => spoken[0]?.onend?.());
    expect(screen.getByRole('button', { name: '読み上げる' })).toBeTruthy();
  });

  it('leaves the readings of easy Japanese out', async () => {
    await renderIn('ja-easy', page);
    fireEvent.click(screen.getByRole('button'));
    expect(spoken[0]?.text).toContain('番号を入れます。');
    expect(withoutReadings('窓口（まどぐち）とPIN（4桁）')).toBe('窓口とPIN（4桁）');
  });

  it('stops on demand and when the screen goes', async () => {
    const { unmount } = await renderIn('ja', page);
    fireEvent.click(screen.getByRole('button'));
    speech.cancel.mockClear();
    fireEvent.click(screen.getByRole('button', { name: '読み上げを止める' }));
    expect(speech.cancel).toHaveBeenCalledTimes(1);
    unmount();
    expect(speech.cancel).toHaveBeenCalledTimes(2);
  });

  it('has no button where the system has no voice', async () => {
    vi.stubGlobal('speechSynthesis', undefined);
    await renderIn('ja', page);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('a store', () => {
  it('tells name, place, PINs, distance and whether it is open', async () => {
    const store = {
      id: 'd5f1a2a0-0000-4000-8000-000000000001',
      chain: 'セブン‐イレブン',
      name: 'セブン‐イレブン 霞が関店',
      prefecture: '東京都',
      address: '千代田区霞が関1-1',
      pins: ['sign', 'auth'] as ('sign' | 'auth')[],
      distance: 348,
    };
    await renderIn('ja', <StoreItem store={store} openNow={false} />);
    expect(text()).toContain('東京都千代田区霞が関1-1');
    expect(text()).toMatch(/署名用パスワード.*、利用者証明用パスワード/);
    expect(text()).toMatch(/約350\s?m.*営業時間外/);
  });
});
