// @vitest-environment happy-dom
import type { FoldedPin } from '@kaijo/mynacard';
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderIn } from '../testing/render-in.tsx';
import { PinField, type PinFieldHandle } from './pin-field.tsx';
import { PinPad, type PinSink } from './pin-pad.tsx';

afterEach(cleanup);

describe('the pad', () => {
  const sink = { key: vi.fn(), erase: vi.fn(), clear: vi.fn(), confirm: vi.fn() } satisfies PinSink;
  beforeEach(() => {
    for (const spy of Object.values(sink)) spy.mockClear();
  });
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
  const typed = () => String.fromCharCode(...sink.key.mock.calls.map(([codeUnit]) => codeUnit as number));

  it('hands each key on at once and shows only how many there are (R30)', async () => {
    await renderIn('ja', <PinPad kind="digits" entered={2} length={4} complete={false} sink={sink} />);
    for (const key of '9310') press(key);
    expect(typed()).toBe('9310');
    expect(document.querySelectorAll('.k-dots__dot--full')).toHaveLength(2);
    expect(document.body.textContent).toContain('4桁のうち2桁を入力しました');
    expect(document.querySelectorAll('input')).toHaveLength(0);
  });

  it('has every letter and digit of a signature password, without shift', async () => {
    await renderIn(
      'en',
      <PinPad kind="letters-and-digits" entered={0} longest={16} complete={false} sink={sink} />,
    );
    const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    for (const key of all) press(key);
    expect(typed()).toBe(all);
  });

  it('confirms an entry of the right shape only', async () => {
    const pad = (complete: boolean) => (
      <PinPad kind="digits" entered={4} length={4} complete={complete} sink={sink} />
    );
    await renderIn('ja', pad(false));
    press('決定');
    fireEvent.keyDown(document.body, { key: 'Enter' });
    expect(sink.confirm).not.toHaveBeenCalled();
    cleanup();
    await renderIn('ja', pad(true));
    press('決定');
    fireEvent.keyDown(document.body, { key: 'Enter' });
    expect(sink.confirm).toHaveBeenCalledTimes(2);
  });

  it('takes a keyboard, full-width as well, and leaves shortcuts and other fields alone', async () => {
    await renderIn(
      'ja',
      <>
        <select aria-label="language" />
        <PinPad kind="digits" entered={1} length={4} complete={false} sink={sink} />
      </>,
    );
    for (const key of ['7', '８', 'a', 'F5']) fireEvent.keyDown(document.body, { key });
    fireEvent.keyDown(document.body, { key: '1', ctrlKey: true });
    fireEvent.keyDown(screen.getByRole('combobox'), { key: '2' });
    fireEvent.keyDown(document.body, { key: 'Backspace' });
    expect(typed()).toBe('7８');
    expect(sink.erase).toHaveBeenCalledTimes(1);
  });
});

describe('the field of a phone', () => {
  async function field(pin: 'sign' | 'auth') {
    const handle = createRef<PinFieldHandle>();
    const entered: number[] = [];
    await renderIn(
      'ja',
      <PinField pin={pin} label="パスワード" handle={handle} onEntered={(n) => entered.push(n)} />,
    );
    const input = screen.getByLabelText('パスワード') as HTMLInputElement;
    const type = (value: string) => fireEvent.input(input, { target: { value } });
    const take = () => {
      let taken: FoldedPin | undefined;
      act(() => {
        taken = handle.current?.take();
      });
      return taken;
    };
    return { input, type, take, entered };
  }

  it('R8: folds what was typed, says so before it is used, and is empty afterwards', async () => {
    const { input, type, take, entered } = await field('sign');
    type('ａbc123');
    expect(document.body.textContent).toContain('英字は大文字に直して扱います。');
    expect(document.body.textContent).toContain('全角文字は半角に直して扱います。');
    const folded = take();
    if (folded?.kind !== 'folded') throw new Error('expected a PIN');
    expect(folded.pin.use((bytes) => String.fromCharCode(...bytes))).toBe('ABC123');
    folded.pin.wipe();
    expect(input.value).toBe('');
    expect(document.body.textContent).not.toContain('大文字に直して');
    expect(entered).toEqual([6, 0]);
  });

  it('says when a character cannot be in the PIN', async () => {
    const { input, type, take } = await field('auth');
    type('12a4');
    expect(document.body.textContent).toContain('使えない文字');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(take()?.kind).toBe('unusable-character');
  });

  it('hides the characters until asked, and again once they are taken', async () => {
    const { input, type, take } = await field('sign');
    type('ABC123');
    const hidden = () => input.className.includes('hidden');
    expect(hidden()).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: '文字を表示する' }));
    expect(hidden()).toBe(false);
    take();
    expect(hidden()).toBe(true);
    expect(document.body.innerHTML).not.toContain('ABC123');
  });
});
