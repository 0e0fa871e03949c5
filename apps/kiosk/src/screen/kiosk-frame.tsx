import { Button, Frame, LanguageButtons, ReadAloud } from '@kaijo/ui';
import { type ReactNode, useEffect, useState } from 'react';
import type { Scene } from '../local-api/index.ts';
import type { Holder } from './scenes/scene-props.ts';
import { useTexts } from './texts/index.ts';

export interface KioskFrameProps {
  readonly scene: Scene | undefined;
  readonly step: number;
  readonly holder: Holder;
  readonly children: ReactNode;
}

/** Before writing the holder may always stop. */
const MAY_STOP: ReadonlySet<Scene['kind'] | undefined> = new Set([
  'put-card',
  'found',
  'proving-pin',
  'new-pin',
]);
/** Nobody is here any more, or somebody new. */
const NOBODY: ReadonlySet<Scene['kind'] | undefined> = new Set([
  undefined,
  'start',
  'closed',
  'maintenance',
  'stopped',
  'out-of-order',
]);

/** On every screen: languages, read aloud, contrast, and the way out. */
export function KioskFrame({ scene, step, holder, children }: KioskFrameProps): ReactNode {
  const texts = useTexts();
  const [contrast, setContrast] = useState(false);
  const kind = scene?.kind;
  const [spokenFor, setSpokenFor] = useState(kind);
  if (spokenFor !== kind) {
    setSpokenFor(kind);
    // R32: whoever comes next finds the screen as it is for everybody.
    if (NOBODY.has(kind) && !NOBODY.has(spokenFor)) setContrast(false);
  }
  useEffect(() => {
    document.documentElement.dataset.theme = contrast ? 'contrast' : 'light';
  }, [contrast]);
  const tools = (
    <>
      <ReadAloud step={`${kind}-${step}`} />
      <Button look="secondary" aria-pressed={contrast} onClick={() => setContrast(!contrast)}>
        {contrast ? texts.contrastOff : texts.contrastOn}
      </Button>
      {MAY_STOP.has(kind) && (
        <Button look="secondary" className="kiosk-stop" onClick={() => holder.does('cancel')}>
          {texts.cancel}
        </Button>
      )}
    </>
  );
  return (
    <Frame name={texts.app} tools={tools} footer={<LanguageButtons />}>
      {children}
    </Frame>
  );
}
