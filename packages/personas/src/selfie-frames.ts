/** The phone frames that exist for every persona (`data/README.md`): positive yaw turns the nose to the right of the picture. */
export const selfieFrames = [
  'yaw-30',
  'yaw-25',
  'yaw-20',
  'yaw-15',
  'yaw-10',
  'yaw-05',
  'yaw+00',
  'yaw+05',
  'yaw+10',
  'yaw+15',
  'yaw+20',
  'yaw+25',
  'yaw+30',
  'zoom1.1',
  'zoom1.2',
  'zoom1.3',
  'zoom1.4',
  'pitch-10',
  'pitch+10',
  'eyes-half',
  'eyes-closed',
] as const;

export type SelfieFrame = (typeof selfieFrames)[number];

/** What a liveness check asks for (`LivenessStep` of `@kaijo/contract`). */
type Step = 'look-straight' | 'turn-left' | 'turn-right' | 'come-nearer' | 'close-eyes';

/**
 * Which frames show a step, in the order in which they are taken. Left and right are the person's own; in the pictures
 * themselves `yaw+` turns the nose to the picture's left, which is the person's right.
 */
export const framesOfStep: Readonly<Record<Step, readonly SelfieFrame[]>> = {
  'look-straight': ['yaw-05', 'yaw+00', 'yaw+05'],
  'turn-left': ['yaw-15', 'yaw-20', 'yaw-25', 'yaw-30'],
  'turn-right': ['yaw+15', 'yaw+20', 'yaw+25', 'yaw+30'],
  'come-nearer': ['zoom1.1', 'zoom1.2', 'zoom1.3', 'zoom1.4'],
  'close-eyes': ['eyes-half', 'eyes-closed'],
};
