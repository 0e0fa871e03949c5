import { Button, Notice, PinPad, Screen, usePinInFull } from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { NewPinComplaint } from '../../local-api/index.ts';
import { Journey } from '../journey.tsx';
import { useTexts } from '../texts/index.ts';
import { padOf } from './pad-of.ts';
import type { SceneOf, SceneProps } from './scene-props.ts';

/** The new PIN, twice; the rules tick themselves off (R8, R12). */
export function NewPinScreen({ scene, holder, step }: SceneProps<'new-pin'>): ReactNode {
  const { newPin } = useTexts();
  const pinInFull = usePinInFull();
  const first = scene.turn === 'first';
  return (
    <Screen
      step={step}
      heading={first ? newPin.first({ pin: pinInFull(scene.pin) }) : newPin.again}
      above={<Journey at="newPin" />}
    >
      {scene.complaint !== undefined && <Complaint complaint={scene.complaint} />}
      {first && (
        <p>
          {newPin.remember}
          {scene.pin === 'auth' && newPin.avoid}
        </p>
      )}
      {first && <Rules scene={scene} />}
      <div className="kiosk-pad">
        <PinPad {...padOf(scene.pin)} entered={scene.entered} complete={scene.complete} sink={holder.pad} />
        {!first && (
          <Button look="secondary" onClick={() => holder.does('back')}>
            {newPin.backToFirst}
          </Button>
        )}
      </div>
    </Screen>
  );
}

function Complaint({ complaint }: { readonly complaint: NewPinComplaint }): ReactNode {
  const { newPin } = useTexts();
  const sentence = {
    mismatch: () => newPin.mismatch,
    'wrong-shape': () => newPin.wrongShape,
    weak: () => (complaint.kind === 'weak' ? newPin.weak[complaint.reason] : ''),
  }[complaint.kind]();
  return (
    <Notice kind="error" role="alert">
      {sentence}
    </Notice>
  );
}

/** R8: what of the shape is there already; ticked by word and sign, not by colour. */
function Rules({ scene: { pin, ticks } }: { readonly scene: SceneOf<'new-pin'> }): ReactNode {
  const { newPin } = useTexts();
  const rules =
    pin === 'auth'
      ? [[newPin.ruleDigits, ticks.length] as const]
      : [
          [newPin.ruleLength, ticks.length] as const,
          [newPin.ruleLetter, ticks.letter] as const,
          [newPin.ruleDigit, ticks.digit] as const,
        ];
  return (
    <ul className="kiosk-rules" data-silent="">
      {rules.map(([rule, fulfilled]) => (
        <li
          key={rule}
          className={fulfilled ? 'kiosk-rules__rule kiosk-rules__rule--done' : 'kiosk-rules__rule'}
        >
          <span className="kiosk-rules__sign" aria-hidden="true">
            {fulfilled ? '✓' : ''}
          </span>
          <span>{rule}</span>
          <span className="kiosk-rules__state">{fulfilled ? newPin.fulfilled : newPin.open}</span>
        </li>
      ))}
    </ul>
  );
}
