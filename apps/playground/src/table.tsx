import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Choice } from './choice.tsx';
import { type CardPlace, changeDesk, findDesk, type LockedPin, lookAtCard, PLACES } from './desk.ts';
import { BEFORE, type Before, putBeforeCamera } from './persona-camera.ts';
import type { WORDS } from './words.ts';

type Words = (typeof WORDS)['ja'];
/** The kiosk's screen: `starting` until the desk knows one. */
type Kiosk = 'starting' | 'there';

/** Others move the card too (the kiosk's screen, a test): look now and then. */
const LOOK_EVERY_MS = 2_000;

/** A phone and a kiosk in frames, and one card that is carried from one to the other by mouse, finger, keyboard or button. */
export function Table({ words }: { readonly words: Words }): ReactNode {
  const desk = useDesk();
  const phone = useRef<HTMLDivElement>(null);
  const reader = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<CardPlace>('hand');
  const [kiosk, setKiosk] = useState<Kiosk>('starting');
  const [locked, setLocked] = useState<LockedPin | undefined>();
  const [before, setBefore] = useState<Before>('hanako');
  const beforeNow = useRef(before);
  beforeNow.current = before;
  useEffect(() => {
    if (typeof desk !== 'string') return;
    const look = async (): Promise<void> => {
      const card = await lookAtCard(desk);
      if (card === undefined) return;
      setPlace(card.place);
      setLocked(card.card);
      if (card.kiosk) setKiosk('there');
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [desk]);
  const put = (next: CardPlace): void => {
    if (typeof desk !== 'string') return;
    setPlace(next);
    void changeDesk(desk, { place: next }).then((seen) => seen && setPlace(seen.place));
  };
  const take = (card: LockedPin): void => {
    if (typeof desk !== 'string') return;
    void changeDesk(desk, { card }).then((seen) => {
      if (seen === undefined) return;
      setPlace(seen.place);
      setLocked(seen.card);
    });
  };
  return (
    <div className="t-table">
      <div className="t-phone" ref={phone}>
        <iframe
          className="t-phone__screen"
          src="/phone/"
          title={words.phone}
          allow="camera; geolocation"
          onLoad={({ currentTarget: { contentWindow } }) =>
            contentWindow &&
            putBeforeCamera(contentWindow as Window & typeof globalThis, () => beforeNow.current)
          }
        />
      </div>
      <section className="t-side" aria-label={words.card}>
        {desk === 'none' && <p role="alert">{words.noDesk}</p>}
        <Card
          place={place}
          words={words}
          onPut={put}
          readerAt={(x, y) => {
            if (isInside(phone.current, x, y)) return 'phone';
            return isInside(reader.current, x, y) ? 'kiosk' : 'hand';
          }}
        />
        <p role="status" className="t-now">
          {words.now(words.places[place])}
        </p>
        {/* biome-ignore lint/a11y/useSemanticElements: buttons, no form */}
        <div className="t-places" role="group" aria-label={words.card}>
          {PLACES.map((one) => (
            <button
              key={one}
              type="button"
              className="k-button k-button--secondary"
              aria-pressed={place === one}
              data-place={one}
              onClick={() => put(one)}
            >
              {words.places[one]}
            </button>
          ))}
        </div>
        <p>{words.cardHelp}</p>
        {locked !== undefined && (
          <Choice
            legend={words.whichCard}
            options={[
              ['auth', words.lockedAuth],
              ['sign', words.lockedSign],
            ]}
            chosen={locked}
            onChoose={take}
          />
        )}
        <Choice
          legend={words.whoIsBefore}
          options={BEFORE.map((one) => [one, words.before[one]] as const)}
          chosen={before}
          onChoose={setBefore}
        />
        <h2 className="k-subheading">{words.knowTitle}</h2>
        <ul>
          {words.know.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </section>
      <div className="t-kiosk" ref={reader}>
        {typeof desk === 'string' && desk !== 'none' && kiosk === 'there' ? (
          <iframe className="t-kiosk__screen" src={`${desk}/kiosk-screen`} title={words.kiosk} />
        ) : (
          <p className="t-kiosk__screen" role="status">
            {words.kioskStarting}
          </p>
        )}
        <p className="t-kiosk__reader">{words.reader}</p>
      </div>
    </div>
  );
}

/** The table's address; `none` where none runs; `undefined` until that is known. */
function useDesk(): string | 'none' | undefined {
  const [desk, setDesk] = useState<string | 'none' | undefined>();
  useEffect(() => void findDesk().then((found) => setDesk(found ?? 'none')), []);
  return desk;
}

interface CardProps {
  readonly place: CardPlace;
  readonly words: Words;
  readonly onPut: (place: CardPlace) => void;
  /** Whose reader is under this point of the window. */
  readonly readerAt: (x: number, y: number) => CardPlace;
}

function Card({ place, words, onPut, readerAt }: CardProps): ReactNode {
  const [drag, setDrag] = useState<{ x: number; y: number } | undefined>();
  const from = useRef({ x: 0, y: 0 });
  const begin = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, y: event.clientY };
    setDrag({ x: 0, y: 0 });
  };
  const move = (event: PointerEvent<HTMLButtonElement>): void => {
    if (drag === undefined) return;
    setDrag({ x: event.clientX - from.current.x, y: event.clientY - from.current.y });
    // In a reader's field as soon as it is over it, taken away as soon as it is not: as a real field does.
    const under = readerAt(event.clientX, event.clientY);
    if (under !== place) onPut(under);
  };
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    // From left to right: phone, hand, kiosk.
    const order: readonly CardPlace[] = ['phone', 'hand', 'kiosk'];
    const next = order[order.indexOf(place) + step];
    if (next !== undefined) onPut(next);
  };
  return (
    <button
      type="button"
      className={`t-card t-card--${place}`}
      // A dragged card follows the hand; its place is a custom property, because styles in the page are forbidden.
      ref={(element) => {
        element?.style.setProperty('--t-x', `${drag?.x ?? 0}px`);
        element?.style.setProperty('--t-y', `${drag?.y ?? 0}px`);
      }}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => setDrag(undefined)}
      onPointerCancel={() => setDrag(undefined)}
      onKeyDown={keys}
    >
      <span className="k-visually-hidden">{`${words.card}, ${words.places[place]}`}</span>
      <span className="t-card__title">マイナンバーカード</span>
      <span className="t-card__name">鍵野 花子</span>
      <span className="t-card__chip" />
      <span className="t-card__note">SAMPLE 見本</span>
    </button>
  );
}

function isInside(element: HTMLElement | null, x: number, y: number): boolean {
  if (element === null) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}
