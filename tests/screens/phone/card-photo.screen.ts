import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CardPhotoReading, LiveVerdict } from '@kaijo/card-photo';
import { frontSample, otherSample, type Photo, READ_ON, turnedRound } from '@kaijo/card-photo/testing';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceInAProcess, startAsProcess } from '../../support/restartable-service.ts';
import {
  hasBrowser,
  launchBrowser,
  openScreen,
  type Recorder,
  recordTraffic,
  type Screen,
} from '../support/index.ts';

const SITE = fileURLToPath(new URL('../../../apps/phone/dist/site', import.meta.url));
const isBuilt = existsSync(`${SITE}/index.html`);

let service: ServiceInAProcess;
let browser: Browser;
let screen: Screen;
let recorder: Recorder;
/** Requests until the models were loaded. */
let loaded = 0;

/** The worker of the built app, in a page of the service: its policy, its files, its WebAssembly. */
beforeAll(async () => {
  if (!hasBrowser || !isBuilt) return;
  service = await startAsProcess({ KAIJO_PHONE_SITE: SITE });
  browser = await launchBrowser();
  screen = await openScreen(browser);
  recorder = recordTraffic(screen.page);
  await screen.page.goto(`${service.publicUrl}/phone/`);
  const worker = (await readdir(`${SITE}/assets`)).find((name) => /^reader\.worker-.*\.js$/.test(name));
  if (worker === undefined) throw new Error('the built app has no worker that reads cards');
  await screen.page.evaluate((address) => {
    const started = new Worker(address, { type: 'module' });
    const ask = (message: object, answers: readonly string[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const listen = ({ data }: MessageEvent<{ kind: string }>): void => {
          if (!answers.includes(data.kind)) return;
          started.removeEventListener('message', listen);
          resolve(data);
        };
        started.addEventListener('message', listen);
        started.addEventListener('error', () => reject(new Error('the worker failed')), { once: true });
        started.postMessage(message);
      });
    Object.assign(window, { askReader: ask });
    return ask({ kind: 'load', models: new URL('models/', document.baseURI).href }, [
      'loaded',
      'unavailable',
    ]);
  }, `${service.publicUrl}/phone/assets/${worker}`);
  loaded = recorder.requests.length;
});

afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** A photo goes to the worker as the app gives it: from a picture by way of a canvas. */
async function ask(
  kind: 'read' | 'look',
  { width, height, data }: Pick<Photo, 'width' | 'height' | 'data'>,
): Promise<unknown> {
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return screen.page.evaluate(
    async ({ kind, base64, today }) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const drawing = canvas.getContext('2d');
      if (drawing === null) throw new Error('no canvas');
      drawing.drawImage(bitmap, 0, 0);
      const picture = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
      const reader = (
        window as unknown as { askReader: (message: object, kinds: string[]) => Promise<unknown> }
      ).askReader;
      return kind === 'read'
        ? reader({ kind, picture, today }, ['read', 'unavailable'])
        : reader({ kind, frame: picture }, ['looked']);
    },
    { kind, base64: png.toString('base64'), today: READ_ON },
  );
}

async function read(photo: Photo | ReturnType<typeof turnedRound>): Promise<CardPhotoReading> {
  const answer = (await ask('read', photo as Photo)) as { kind: string; reading: CardPhotoReading };
  expect(answer.kind).toBe('read');
  return answer.reading;
}

describe.skipIf(!hasBrowser || !isBuilt)('the card is read in the browser', () => {
  it('the front gives its three fields, and the live view finds it ready', async () => {
    const { photo, holder } = await frontSample('light', 1000);
    const { verdict } = (await ask('look', photo)) as { verdict: LiveVerdict };
    expect(verdict.ready).toBe(true);
    expect(await read(photo)).toMatchObject({
      kind: 'read',
      birth: {
        certainty: 'sure',
        value: { year: holder.birth.year, month: holder.birth.month, day: holder.birth.day },
      },
      expiryYear: { certainty: 'sure', value: holder.expiry.year },
      securityCode: { certainty: 'sure', value: holder.securityCode },
    });
  });

  it('the back is refused, whichever way it lies (R38)', async () => {
    const back = await otherSample('back', 'light', 5);
    expect(await read(back)).toMatchObject({ kind: 'refused' });
    expect(await read(turnedRound(back, 2))).toMatchObject({ kind: 'refused' });
  });

  it.each([
    'driving-licence',
    'residence-card',
    'health-card',
    'bank-card',
  ] as const)('another card is refused: %s', async (kind) => {
    expect(await read(await otherSample(kind, 'light', 2))).toMatchObject({ kind: 'refused' });
  });

  it('nothing is sent while cards are read (R38)', () => {
    expect(recorder.requests.slice(loaded).filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(screen.faults).toEqual([]);
  });
});
