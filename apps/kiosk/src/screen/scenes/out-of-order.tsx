import { Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { Disconnected, OutOfOrderReason } from '../../local-api/index.ts';
import { useTexts } from '../texts/index.ts';
import type { SceneProps } from './scene-props.ts';

interface Trouble {
  readonly title: string;
  readonly next: readonly string[];
  /** For the person who is called. */
  readonly code: string;
}

/** Nothing can be done here for now, and what staff can do about it. */
export function OutOfOrderScreen({ scene, step }: SceneProps<'out-of-order'>): ReactNode {
  return <TroubleScreen step={step} trouble={useTrouble(scene.reason)} />;
}

/** The page has no agent: it has just been started again, or this page is none of its screens. */
export function DisconnectedScreen({ why }: { readonly why: Disconnected }): ReactNode {
  return <TroubleScreen step={why} trouble={useTrouble(why)} />;
}

function TroubleScreen({ step, trouble }: { readonly step: string; readonly trouble: Trouble }): ReactNode {
  const { ui } = useVoice();
  return (
    <Screen step={step} heading={trouble.title}>
      {trouble.next.map((sentence) => (
        <p key={sentence} className="kiosk-large">
          {sentence}
        </p>
      ))}
      <p className="k-error__code">{ui.code({ code: trouble.code })}</p>
    </Screen>
  );
}

function useTrouble(code: OutOfOrderReason | Disconnected): Trouble {
  const { outOfOrder, closed } = useTexts();
  switch (code) {
    case 'starting':
      return { title: outOfOrder.starting, next: [outOfOrder.startingNext], code };
    case 'connecting':
      // The agent may have ended in the middle of a session (R33).
      return { title: outOfOrder.starting, next: [outOfOrder.startingNext, outOfOrder.startingHeld], code };
    case 'no-reader':
      return { title: outOfOrder.noReader, next: [outOfOrder.noReaderNext, closed.kept], code };
    case 'service-unreachable':
      return { title: outOfOrder.unreachable, next: [outOfOrder.unreachableNext, closed.kept], code };
    case 'not-admitted':
      return { title: outOfOrder.notAdmitted, next: [outOfOrder.notAdmittedNext, closed.kept], code };
    case 'superseded':
    case 'not-signed-in':
      return { title: outOfOrder.otherScreen, next: [outOfOrder.otherScreenNext], code };
  }
}
