import { Announcer, Frame, LanguageSelect, Screen } from '@kaijo/ui';
import { useSelector } from '@xstate/react';
import { type ReactNode, useMemo } from 'react';
import { Before } from './screens/before.tsx';
import { Choosing } from './screens/choosing.tsx';
import { Confirming } from './screens/confirming.tsx';
import { Counter } from './screens/counter.tsx';
import { Diagnosed, Diagnosing } from './screens/diagnosis.tsx';
import { FaceRefused } from './screens/face-refused.tsx';
import { Facing } from './screens/facing.tsx';
import { Failed, Restricted } from './screens/failed.tsx';
import { type Flow, type FlowActor, FlowReference, stepOf } from './screens/flow.ts';
import { Reading, Touching, Typing } from './screens/hold.tsx';
import { NotSure } from './screens/not-sure.tsx';
import { Photographing } from './screens/photographing.tsx';
import { Progress } from './screens/progress.tsx';
import { Cancelling, Reserved } from './screens/reserved.tsx';
import { Waiting } from './screens/sending.tsx';
import { useTexts } from './texts/index.ts';

/** The app around the flow: one state, one screen. */
export function App({ actor }: { readonly actor: FlowActor }): ReactNode {
  const snapshot = useSelector(actor, (current) => current);
  const flow = useMemo<Flow>(
    () => ({ step: stepOf(snapshot.value), context: snapshot.context, send: (event) => actor.send(event) }),
    [snapshot, actor],
  );
  const { appName } = useTexts();
  return (
    <Announcer>
      <FlowReference value={flow}>
        <Frame name={appName} tools={<LanguageSelect />}>
          <ScreenOf step={flow.step} />
        </Frame>
      </FlowReference>
    </Announcer>
  );
}

function ScreenOf({ step }: { readonly step: string }): ReactNode {
  const { opening, sending, face } = useTexts();
  switch (step) {
    case 'opening':
      return <Screen step={step} heading={opening} />;
    case 'choosing':
      return <Choosing />;
    case 'notSure.shape':
    case 'notSure.purpose':
    case 'notSure.remembered':
    case 'notSure.answer':
      return <NotSure />;
    case 'diagnosing':
      return <Diagnosing />;
    case 'diagnosed':
      return <Diagnosed />;
    case 'before.looking':
    case 'before.ready':
      return <Before />;
    case 'reserving.session':
      return <Waiting heading={opening} />;
    case 'reserving.photographing':
      return <Photographing />;
    case 'reserving.confirming':
      return <Confirming />;
    case 'reserving.touching':
      return <Touching />;
    case 'reserving.typing':
      return <Typing />;
    case 'reserving.reading':
      return <Reading />;
    case 'reserving.sending':
      return <Waiting heading={sending.heading} lead={sending.lead} above={<Progress at="send" />} />;
    case 'reserving.facing':
    case 'reserving.challenging':
    case 'reserving.watching':
      return <Facing />;
    case 'reserving.comparing':
      return <Waiting heading={face.comparing} above={<Progress at="face" />} />;
    case 'reserving.refused':
      return <FaceRefused />;
    case 'reserved.shown':
      return <Reserved />;
    case 'reserved.asking':
    case 'reserved.cancelling':
    case 'reserved.notCancelled':
      return <Cancelling />;
    case 'restricted':
      return <Restricted />;
    case 'failed':
      return <Failed />;
    case 'counter':
      return <Counter />;
    default:
      throw new Error(`the state ${step} has no screen`);
  }
}
