import {
  Button,
  ErrorScreen,
  OperatorSentence,
  StoreItem,
  StoreList,
  usePinInFull,
  useVoice,
} from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { Fault, View, WayOn } from '../../local-api/index.ts';
import { useTexts } from '../texts/index.ts';
import type { SceneProps } from './scene-props.ts';
import { SlipCard } from './slip.tsx';

/** Every refusal and fault: what happened, how the card stands (R33), the ways on, the code (R40). */
export function FaultScreen({ scene, view, holder, step }: SceneProps<'fault'>): ReactNode {
  const { fault, takeYourCard, ...texts } = useTexts();
  const { problem } = useVoice();
  const refusal = scene.problem;
  const happened =
    scene.fault === 'refused'
      ? problem(refusal?.type ?? 'service-fault', refusal?.certificate).happened
      : fault[scene.fault];
  return (
    <ErrorScreen
      step={step}
      happened={happened}
      unchangedHeading={scene.card === 'unchanged' ? undefined : texts.cardNow}
      unchanged={<CardState fault={scene} />}
      next={<WaysOn fault={scene} view={view} />}
      code={scene.code}
      actions={
        <>
          {mayBeginAgain(scene) && (
            <Button className="kiosk-main-button" onClick={() => holder.does('start')}>
              {texts.tryAgain}
            </Button>
          )}
          <Button
            look={mayBeginAgain(scene) ? 'secondary' : 'primary'}
            className={mayBeginAgain(scene) ? undefined : 'kiosk-main-button'}
            onClick={() => holder.does('cancel')}
          >
            {texts.finish}
          </Button>
        </>
      }
    >
      {refusal?.sentence !== undefined && (
        <OperatorSentence className="kiosk-operator" sentence={refusal.sentence} />
      )}
      {refusal?.stores !== undefined && refusal.stores.length > 0 && (
        <section className="kiosk-nearby">
          <h2 className="k-subheading">{texts.stores}</h2>
          <StoreList>
            {refusal.stores.map((store) => (
              <StoreItem key={store.id} store={store} />
            ))}
          </StoreList>
        </section>
      )}
      {scene.cardOnReader && <p className="kiosk-large kiosk-take-card">{takeYourCard}</p>}
      {view.slip !== undefined && (
        <SlipCard slip={view.slip} print={view.print} holder={holder} isSupplement />
      )}
    </ErrorScreen>
  );
}

function mayBeginAgain({ waysOn }: Fault): boolean {
  return waysOn[0] === 'again-here' || waysOn[0] === 'right-card';
}

/** No more than is known: there is no fourth state (R33). */
function CardState({ fault }: { readonly fault: Fault }): ReactNode {
  const { card } = useTexts();
  const pinInFull = usePinInFull();
  const { card: told, targetPin } = fault;
  if (told === 'unchanged' || targetPin === undefined) return <p>{card.unchanged}</p>;
  return (
    <>
      <p>{card[told]({ pin: pinInFull(targetPin) })}</p>
      <p>{card.otherPin}</p>
    </>
  );
}

function WaysOn({ fault, view }: { readonly fault: Fault; readonly view: View }): ReactNode {
  const { way, reservedUntil, untilTime } = useTexts();
  const { formats } = useVoice();
  const moment = (at: string) => formats.moment(new Date(at), new Date(view.now));
  const until = fault.problem?.until;
  const sentence = (one: WayOn) =>
    one === 'another-store' && !fault.problem?.stores?.length ? way['another-store-unknown'] : way[one];
  return (
    <>
      <ol className="kiosk-ways">
        {fault.waysOn.map((one) => (
          <li key={one}>{sentence(one)}</li>
        ))}
      </ol>
      {until !== undefined && <p>{untilTime({ time: moment(until) })}</p>}
      {fault.reservedUntil !== undefined && fault.card !== 'proven' && (
        <p>{reservedUntil({ time: moment(fault.reservedUntil) })}</p>
      )}
    </>
  );
}
