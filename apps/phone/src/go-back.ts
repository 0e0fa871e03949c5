import type { FlowActor } from './screens/flow.ts';

/** Screens that the holder leaves by leaving the app. */
const FIRST = new Set(['opening', 'choosing', 'reserved']);

/**
 * The browser's (and Android's) way back is the flow's: one entry of history stands for "somewhere on the way", and going
 * back from it goes one step back in the flow. Nothing of the flow is in the address (R30).
 */
export function goBackWithBrowser(actor: FlowActor): void {
  let onTheWay = false;
  const follow = (): void => {
    const { value } = actor.getSnapshot();
    const first = FIRST.has(typeof value === 'string' ? value : (Object.keys(value)[0] ?? ''));
    if (first === !onTheWay) return;
    onTheWay = !first;
    if (onTheWay) window.history.pushState(null, '');
    else window.history.back();
  };
  actor.subscribe(follow);
  window.addEventListener('popstate', () => {
    if (!onTheWay) return;
    onTheWay = false;
    actor.send({ type: 'BACK' });
    follow();
  });
}
