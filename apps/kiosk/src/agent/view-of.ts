import type { View } from '../local-api/index.ts';
import { pathOf, type SessionSnapshot, sceneOf } from '../session/index.ts';
import { faultScene } from '../session/scene-of.ts';
import { slipOfFault, slipOfReceipt } from './slip/index.ts';

/** What the screen shows now. */
export function viewOf(
  snapshot: SessionSnapshot,
  place: { readonly store: string | undefined; readonly now: Date },
): View {
  const { context, value } = snapshot;
  const { session, attention } = value as { readonly session: unknown; readonly attention: unknown };
  const slip = slipOf(snapshot, place);
  return {
    step: context.step,
    language: context.language,
    now: place.now.toISOString(),
    ...(place.store !== undefined && { store: place.store }),
    scene: sceneOf(pathOf(session), context),
    ...(attention === 'asking' && { stillThere: { secondsLeft: context.secondsLeft } }),
    ...(slip && { slip }),
    print: context.print,
  };
}

/** What there is to take home: of a reset, and of one that was begun and not finished. */
export function slipOf(
  { context }: Pick<SessionSnapshot, 'context'>,
  { store, now }: { readonly store: string | undefined; readonly now: Date },
): View['slip'] {
  const { receipt, fault, language } = context;
  const place = { language, store, now };
  if (receipt !== undefined) return slipOfReceipt(receipt, place);
  if (fault !== undefined) return slipOfFault(faultScene(fault, context), place);
  return undefined;
}
