import { OperatorSentence, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import type { SceneProps } from './scene-props.ts';

/** R24: outside the hours nothing begins. */
export function ClosedScreen({ scene, view, step }: SceneProps<'closed'>): ReactNode {
  const { closed, hours } = useTexts();
  const { formats } = useVoice();
  const opens = formats.moment(new Date(scene.opensAt), new Date(view.now));
  return (
    <Screen step={step} heading={closed.title}>
      <p className="kiosk-large">{closed.opensAt({ time: opens })}</p>
      <p>{hours}</p>
      <p>{closed.kept}</p>
    </Screen>
  );
}

/** R36: until when, in the operator's words. */
export function MaintenanceScreen({ scene, view, step }: SceneProps<'maintenance'>): ReactNode {
  const { maintenance, closed } = useTexts();
  const { formats } = useVoice();
  const until = formats.moment(new Date(scene.until), new Date(view.now));
  return (
    <Screen step={step} heading={maintenance.title}>
      <p className="kiosk-large">{maintenance.until({ time: until })}</p>
      <OperatorSentence className="kiosk-operator" sentence={scene.sentence} />
      <p>{closed.kept}</p>
    </Screen>
  );
}

/** R42: this kiosk, store or chain is stopped. */
export function StoppedScreen({ scene, step }: SceneProps<'stopped'>): ReactNode {
  const { stopped, closed } = useTexts();
  return (
    <Screen step={step} heading={stopped.title}>
      <OperatorSentence className="kiosk-operator" sentence={scene.sentence} />
      <p className="kiosk-large">{stopped.next}</p>
      <p>{closed.kept}</p>
    </Screen>
  );
}
