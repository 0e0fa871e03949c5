import { Button, Notice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import type { CameraProblem } from './use-camera.ts';

/** What to do when there is no picture, step by step. */
export function CameraTrouble({
  problem,
  onRetry,
}: {
  readonly problem: CameraProblem;
  readonly onRetry: () => void;
}): ReactNode {
  const { camera, tryAgain } = useTexts();
  return (
    <Notice kind="warning" role="alert" heading={camera.deniedHeading}>
      {problem === 'denied' ? (
        <>
          <p>{camera.denied}</p>
          <ol>
            <li>{camera.deniedStep1}</li>
            <li>{camera.deniedStep2}</li>
            <li>{camera.deniedStep3}</li>
          </ol>
        </>
      ) : (
        <p>{camera[problem]}</p>
      )}
      <Button look="secondary" onClick={onRetry}>
        {tryAgain}
      </Button>
    </Notice>
  );
}
