import { Announcer, DEFAULT_LANGUAGE, type Voice } from '@kaijo/ui';
import { type ReactNode, useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ScreenEventKind } from '../local-api/index.ts';
import type { AgentView } from './agent-view.ts';
import { KioskFrame } from './kiosk-frame.tsx';
import { SceneScreen } from './scene-screen.tsx';
import { DisconnectedScreen } from './scenes/out-of-order.tsx';
import type { Holder } from './scenes/scene-props.ts';
import { StillThere } from './still-there.tsx';
import { LanguageProvider } from './texts/index.ts';

export interface KioskProps {
  readonly agent: AgentView;
  readonly start: Voice;
}

/** The whole screen: what the agent shows, and the way of the holder's touches to the agent. */
export function Kiosk({ agent, start }: KioskProps): ReactNode {
  const shown = useSyncExternalStore(agent.subscribe, agent.current);
  const { view } = shown;
  const step = view?.step ?? 0;
  const holder = useMemo(() => holderAt(agent, step), [agent, step]);
  const chooseLanguage = useCallback<Holder['chooseLanguage']>(
    (language) => holder.chooseLanguage(language),
    [holder],
  );
  useTouches(agent);
  return (
    <LanguageProvider start={start} language={view?.language ?? DEFAULT_LANGUAGE} onChoose={chooseLanguage}>
      <Announcer>
        <KioskFrame scene={view?.scene} step={step} holder={holder}>
          {view === undefined ? (
            <DisconnectedScreen why={shown.why} />
          ) : (
            <SceneScreen view={view} holder={holder} />
          )}
        </KioskFrame>
        {view?.stillThere !== undefined && (
          <StillThere secondsLeft={view.stillThere.secondsLeft} holder={holder} scene={view.scene} />
        )}
      </Announcer>
    </LanguageProvider>
  );
}

/** Events carry the step that they were made for: a touch that comes too late does nothing (R33). */
function holderAt({ link }: AgentView, step: number): Holder {
  return {
    does: (kind: Exclude<ScreenEventKind, 'language' | 'touch'>) => link.send({ kind, step }),
    touches: () => link.touch(),
    chooseLanguage: (language) => link.send({ kind: 'language', language }),
    pad: {
      key: (codeUnit) => link.pressKey(step, codeUnit),
      erase: () => link.send({ kind: 'erase', step }),
      clear: () => link.send({ kind: 'clear', step }),
      confirm: () => link.send({ kind: 'confirm', step }),
    },
  };
}

/** R32: whatever the holder does says that somebody is there. */
function useTouches({ link }: AgentView): void {
  useEffect(() => {
    const touch = () => link.touch();
    const signs = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const sign of signs) document.addEventListener(sign, touch, { passive: true });
    return () => {
      for (const sign of signs) document.removeEventListener(sign, touch);
    };
  }, [link]);
}
