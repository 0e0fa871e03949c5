import type { ReactNode } from 'react';
import type { Speech } from '../content/index.ts';
import { type Picture, StepPicture } from '../pictures/pictures.tsx';

interface Step {
  readonly picture: Picture;
  readonly text: string;
  readonly note?: string;
}

/** R3, R4, R28: STEP 1 and STEP 2 for each PIN. */
export function Steps({ speech }: { readonly speech: Speech }): ReactNode {
  const { steps, what } = speech.texts;
  const choose: Step = { picture: 'phone', text: steps.openApp };
  const reserved: Step = { picture: 'reserved', text: steps.reserved };
  const atKiosk: readonly Step[] = [
    { picture: 'kiosk', text: steps.chooseKiosk },
    { picture: 'place', text: steps.placeCard },
  ];
  const done: Step = { picture: 'done', text: steps.done };
  return (
    <section id="steps">
      <h2>{steps.title}</h2>
      <p>
        <strong>{steps.reserveWithin}</strong>
      </p>
      <h3 id="steps-sign">{steps.signTitle}</h3>
      <h4>{steps.phoneStep}</h4>
      <StepList
        speech={speech}
        steps={[
          choose,
          { picture: 'photo', text: steps.photograph },
          { picture: 'read', text: steps.readWithAuth },
          { picture: 'face', text: steps.takeFace },
          reserved,
        ]}
      />
      <h4>{steps.kioskStep}</h4>
      <StepList
        speech={speech}
        steps={[
          ...atKiosk,
          { picture: 'pad', text: steps.enterAuth },
          { picture: 'pad', text: steps.newSign, note: `${steps.shapeSign} ${what.letters}` },
          done,
        ]}
      />
      <h3 id="steps-auth">{steps.authTitle}</h3>
      <h4>{steps.phoneStep}</h4>
      <StepList speech={speech} steps={[choose, { picture: 'read', text: steps.readWithSign }, reserved]} />
      <h4>{steps.kioskStep}</h4>
      <StepList
        speech={speech}
        steps={[
          ...atKiosk,
          { picture: 'pad', text: steps.enterSign },
          { picture: 'pad', text: steps.newAuth, note: steps.shapeAuth },
          done,
        ]}
      />
    </section>
  );
}

function StepList({
  speech,
  steps,
}: {
  readonly speech: Speech;
  readonly steps: readonly Step[];
}): ReactNode {
  return (
    <ol className="steps">
      {steps.map(({ picture, text, note }) => (
        <li key={text}>
          <StepPicture name={picture} texts={speech.texts} />
          <div>
            <p>{text}</p>
            {note !== undefined && (
              <p>
                <small>{note}</small>
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
