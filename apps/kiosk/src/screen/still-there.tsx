import { Button } from '@kaijo/ui';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Scene } from '../local-api/index.ts';
import type { Holder } from './scenes/scene-props.ts';
import { useTexts } from './texts/index.ts';

export interface StillThereProps {
  readonly secondsLeft: number;
  readonly holder: Holder;
  readonly scene: Scene;
}

const ENDED: ReadonlySet<Scene['kind']> = new Set(['done', 'fault', 'take-card']);

/** R32: asks after 60 seconds without a touch; any touch goes on. */
export function StillThere({ secondsLeft, holder, scene }: StillThereProps): ReactNode {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className="kiosk-still-there"
      aria-labelledby="still-there-title"
      aria-describedby="still-there-body"
      onCancel={(event) => {
        // Escape is a touch like any other; the agent takes the question away.
        event.preventDefault();
        holder.touches();
      }}
    >
      <h2 id="still-there-title" className="k-heading">
        {texts.stillThere.title}
      </h2>
      <p id="still-there-body">{texts.stillThere.body({ count: secondsLeft })}</p>
      <div className="k-actions">
        <Button onClick={() => holder.touches()}>{texts.stillThere.goOn}</Button>
        <Button look="secondary" onClick={() => holder.does('cancel')}>
          {ENDED.has(scene.kind) ? texts.finish : texts.cancel}
        </Button>
      </div>
    </dialog>
  );
}
