import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = 'Your PINs have not been changed.';
const RESERVATION_KEPT = 'Your reservation is still valid.';
const NOT_ACCEPTED = 'This step was not accepted.';
const START_AGAIN = 'Please start again.';
const IN_A_HURRY = 'If you are in a hurry, please visit the counter of your municipality.';
const AT_LAST_COUNTER = 'If that does not help, please visit the counter of your municipality.';
const FIVE_FAILURES = 'After five failures in a row the app is restricted.';

export const en: ProblemCatalogue = {
  certificates: {
    any: 'a certificate on your card',
    sign: 'the signature certificate on your card',
    auth: 'the user-authentication certificate on your card',
  },
  problems: {
    maintenance: {
      happened: 'The service is under maintenance.',
      unchanged: NOTHING_CHANGED,
      next: 'Please try again when the maintenance has ended.',
    },
    'outside-hours': {
      happened: 'The kiosk cannot be used at this time.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Please come back between 6:30 and 23:00.',
    },
    'not-offered-here': {
      happened: 'This store does not offer the reset of the PIN that you reserved.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Please go to a store that offers it.',
    },
    'no-reservation': {
      happened: 'There is no reservation for this card.',
      unchanged: NOTHING_CHANGED,
      next: 'Please make a reservation with the app on your phone, then come back.',
    },
    'reservation-expired': {
      happened: 'The reservation has expired (24 hours).',
      unchanged: NOTHING_CHANGED,
      next: 'Please make a new reservation with the app on your phone.',
    },
    'reservation-in-use': {
      happened: 'This reservation is being used at another terminal.',
      unchanged: 'Nothing was changed by this attempt.',
      next: 'Please wait about five minutes and try again.',
    },
    'certificate-expired': {
      happened: '{certificate} has expired or is not valid yet.',
      unchanged: NOTHING_CHANGED,
      next: 'Please have the certificate renewed at the counter of your municipality.',
    },
    'certificate-revoked': {
      happened: '{certificate} has been revoked.',
      unchanged: NOTHING_CHANGED,
      next: 'Please have a new certificate issued at the counter of your municipality.',
    },
    'certificate-untrusted': {
      happened: '{certificate} could not be verified.',
      unchanged: NOTHING_CHANGED,
      next: 'Please check that it is your My Number Card. If it is, please visit the counter of your municipality.',
    },
    'revocation-unknown': {
      happened: 'It cannot be checked at the moment whether {certificate} is still valid.',
      unchanged: NOTHING_CHANGED,
      next: 'Please try again in a little while.',
    },
    'card-face-invalid': {
      happened: 'The card-face data of the chip could not be verified.',
      unchanged: NOTHING_CHANGED,
      next: `Please read the card again. ${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: 'The card that was read is not the card you started with.',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: 'The signature of the card could not be verified.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: 'The procedure was stopped because too much time had passed.',
      unchanged: 'Nothing you entered has been kept.',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: 'The pictures could not be judged.',
      unchanged: 'This does not count as a failure.',
      next: 'Please take them again in good light, following the guide on the screen.',
    },
    'face-mismatch': {
      happened: 'We could not confirm that you are the person in the card’s photo.',
      unchanged: NOTHING_CHANGED,
      next: `Please try again. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: 'We could not confirm that a person is in front of the camera.',
      unchanged: NOTHING_CHANGED,
      next: `Please follow the guide and try again. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: 'The app is restricted because the face check failed five times in a row.',
      unchanged: NOTHING_CHANGED,
      next: `Please wait until the restriction ends. ${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: 'This PIN cannot be reset with the app and the kiosk.',
      unchanged: NOTHING_CHANGED,
      next: 'Please visit the counter of your municipality.',
    },
    'card-refused': {
      happened: 'The card did not accept the procedure.',
      unchanged: 'The new PIN has not been confirmed.',
      next: `You can try again with the same reservation. ${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: 'The service is busy.',
      unchanged: NOT_ACCEPTED,
      next: 'Please wait a moment and try again.',
    },
    'invalid-request': {
      happened: 'The request could not be understood.',
      unchanged: NOT_ACCEPTED,
      next: 'Please update the app and start again.',
    },
    stopped: {
      happened: 'The service is stopped for this kind of card or this store.',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: 'This procedure has ended or belongs to another device.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: 'You may not do this, or another member of staff has to confirm it.',
      unchanged: NOT_ACCEPTED,
      next: 'Please ask a member of staff who may do it, or another one to confirm.',
    },
    'service-fault': {
      happened: 'The service has a fault.',
      unchanged: 'Trying again will show whether this step was accepted.',
      next: 'Please wait a moment and try again.',
    },
  },
};
