import type { CardPhotoReading, LiveVerdict } from '@kaijo/card-photo';
import type { CalendarDate } from '@kaijo/mynacard';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FromReader, ToReader } from './messages.ts';

export interface PhotoReader {
  /** 0 to 1 while the models are loaded; `ready`; `unavailable`: the holder types instead. */
  readonly state: number | 'ready' | 'unavailable';
  look(frame: ImageData): Promise<LiveVerdict>;
  read(picture: ImageData, today: CalendarDate): Promise<CardPhotoReading | undefined>;
}

/** The worker that reads cards, for as long as the component is shown. */
export function useReader(): PhotoReader {
  const [state, setState] = useState<PhotoReader['state']>(0);
  const worker = useRef<Worker | undefined>(undefined);
  const waiting = useRef(new Map<FromReader['kind'], (message: FromReader) => void>());

  useEffect(() => {
    const started = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.addEventListener('message', ({ data }: MessageEvent<FromReader>) => {
      if (data.kind === 'progress') setState(data.share);
      else if (data.kind === 'loaded') setState('ready');
      else if (data.kind === 'unavailable') {
        setState('unavailable');
        waiting.current.get('read')?.(data);
      } else waiting.current.get(data.kind)?.(data);
    });
    started.addEventListener('error', () => setState('unavailable'));
    send(started, { kind: 'load', models: new URL('models/', document.baseURI).href });
    return () => {
      worker.current = undefined;
      started.terminate();
    };
  }, []);

  const ask = useCallback((kind: 'looked' | 'read', message: ToReader): Promise<FromReader> => {
    return new Promise((resolve) => {
      waiting.current.set(kind, (answer) => {
        waiting.current.delete(kind);
        resolve(answer);
      });
      if (worker.current !== undefined) send(worker.current, message);
    });
  }, []);

  return {
    state,
    look: useCallback(
      async (frame) => ((await ask('looked', { kind: 'look', frame })) as { verdict: LiveVerdict }).verdict,
      [ask],
    ),
    read: useCallback(
      async (picture, today) => {
        const answer = await ask('read', { kind: 'read', picture, today });
        return answer.kind === 'read' ? answer.reading : undefined;
      },
      [ask],
    ),
  };
}

function send(worker: Worker, message: ToReader): void {
  const picture =
    message.kind === 'look' ? message.frame : message.kind === 'read' ? message.picture : undefined;
  worker.postMessage(message, picture === undefined ? [] : [picture.data.buffer as ArrayBuffer]);
}
