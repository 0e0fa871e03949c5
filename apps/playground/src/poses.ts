/** Who of packages/personas can stand before the virtual phone: the card's holder and somebody else. */
export const PEOPLE = ['hanako', 'taro'] as const;
export type Person = (typeof PEOPLE)[number];

/** Which of a persona's pictures show what the app asks for: half of a movement and the whole of it. */
export const POSES = {
  'look-straight': ['yaw+00'],
  'turn-left': ['yaw-20', 'yaw-30'],
  'turn-right': ['yaw+20', 'yaw+30'],
  'come-nearer': ['zoom1.2', 'zoom1.3'],
  'close-eyes': ['eyes-closed'],
} as const;
export type Picture = (typeof POSES)[keyof typeof POSES][number];
export const PICTURES: readonly Picture[] = [...new Set(Object.values(POSES).flat())];

/** A plus sign in an address would be a blank for some. */
export function fileOf(picture: Picture): string {
  return `${picture.replace('+', 'plus')}.jpg`;
}
