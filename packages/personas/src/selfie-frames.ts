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
