import type { ReactNode } from 'react';
import type { View } from '../local-api/index.ts';
import { CheckingScreen, FoundScreen, PutCardScreen, ReadingScreen, TakeCardScreen } from './scenes/card.tsx';
import { ClosedScreen, MaintenanceScreen, StoppedScreen } from './scenes/closed.tsx';
import { DoneScreen } from './scenes/done.tsx';
import { FaultScreen } from './scenes/fault.tsx';
import { NewPinScreen } from './scenes/new-pin.tsx';
import { OutOfOrderScreen } from './scenes/out-of-order.tsx';
import { ProvingPinScreen } from './scenes/proving-pin.tsx';
import type { Holder } from './scenes/scene-props.ts';
import { StartScreen } from './scenes/start.tsx';
import { WritingScreen } from './scenes/writing.tsx';

/** One screen for each scene of the agent. */
export function SceneScreen({ view, holder }: { readonly view: View; readonly holder: Holder }): ReactNode {
  const { scene } = view;
  // A wrong entry begins the same scene anew under a new number: the holder has to read again.
  const common = { view, holder, step: `${scene.kind}-${view.step}` };
  switch (scene.kind) {
    case 'start':
      return <StartScreen scene={scene} {...common} />;
    case 'closed':
      return <ClosedScreen scene={scene} {...common} />;
    case 'maintenance':
      return <MaintenanceScreen scene={scene} {...common} />;
    case 'stopped':
      return <StoppedScreen scene={scene} {...common} />;
    case 'out-of-order':
      return <OutOfOrderScreen scene={scene} {...common} />;
    case 'put-card':
      return <PutCardScreen scene={scene} {...common} />;
    case 'reading':
      return <ReadingScreen scene={scene} {...common} />;
    case 'found':
      return <FoundScreen scene={scene} {...common} />;
    case 'proving-pin':
      return <ProvingPinScreen scene={scene} {...common} />;
    case 'checking':
      return <CheckingScreen scene={scene} {...common} />;
    case 'new-pin':
      return <NewPinScreen scene={scene} {...common} />;
    case 'writing':
      return <WritingScreen scene={scene} {...common} />;
    case 'take-card':
      return <TakeCardScreen scene={scene} {...common} />;
    case 'done':
      return <DoneScreen scene={scene} {...common} />;
    case 'fault':
      return <FaultScreen scene={scene} {...common} />;
  }
}
