import type { FaceMeta, PhoneCardRequest, PhoneSessionRequest } from '../phone.ts';
import { ROUTES } from '../routes.ts';
import type { StoresQuery } from '../stores.ts';
import { type Caller, type CallOptions, call } from './call.ts';

/** The phone's calls (protocol.md, Phone). Each returns a value for every outcome and never throws for one. */
export type PhoneClient = ReturnType<typeof createPhoneClient>;

export function createPhoneClient(caller: Caller) {
  return {
    createSession: (body: PhoneSessionRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.createPhoneSession, { body, ...options }),

    presentCard: (
      at: { session: string; token: string },
      body: PhoneCardRequest,
      options: CallOptions = {},
    ) => call(caller, ROUTES.presentCard, { id: at.session, token: at.token, body, ...options }),

    /** `frames`: JPEG files in the order of `meta.frames`. */
    presentFace: (
      at: { session: string; token: string },
      meta: FaceMeta,
      frames: readonly Uint8Array[],
      options: CallOptions = {},
    ) =>
      call(caller, ROUTES.presentFace, {
        id: at.session,
        token: at.token,
        body: faceForm(meta, frames),
        ...options,
      }),

    showReservation: (token: string, options: CallOptions = {}) =>
      call(caller, ROUTES.showReservation, { token, ...options }),

    cancelReservation: (token: string, options: CallOptions = {}) =>
      call(caller, ROUTES.cancelReservation, { token, ...options }),

    listStores: (query: StoresQuery, options: CallOptions = {}) =>
      call(caller, ROUTES.listStores, { query: query as Record<string, string>, ...options }),

    showStatus: (options: CallOptions = {}) => call(caller, ROUTES.showStatus, options),
  };
}

function faceForm(meta: FaceMeta, frames: readonly Uint8Array[]): FormData {
  const form = new FormData();
  form.append('meta', new Blob([JSON.stringify(meta)], { type: 'application/json' }));
  frames.forEach((frame, index) => {
    form.append(
      'frame',
      new Blob([frame as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }),
      `${index}.jpg`,
    );
  });
  return form;
}
