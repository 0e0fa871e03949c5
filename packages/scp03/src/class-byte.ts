/**
 * The class byte under GlobalPlatform secure messaging (GlobalPlatform Card Specification 2.3.1, 11.1.4; Amendment D
 * v1.2, 6.2.4): bit b3 set. Logical channels 0 to 3 (b2, b1) are carried and never under the MAC; the class bytes of
 * channels 4 to 19 (b7 set) are not supported.
 */
const SECURED = 0x04;
const SECURE_MESSAGING = 0x0c;
const FURTHER_CHANNELS = 0x40;
const CHANNEL = 0x03;

/** @throws RangeError for a class byte that is secured already or of a further logical channel */
export function securedClass(cla: number): number {
  if ((cla & (SECURE_MESSAGING | FURTHER_CHANNELS)) !== 0)
    throw new RangeError(`a command of class ${cla.toString(16)} cannot be secured`);
  return cla | SECURED;
}

export function isSecuredClass(cla: number): boolean {
  return (cla & (SECURE_MESSAGING | FURTHER_CHANNELS)) === SECURED;
}

export function plainClass(cla: number): number {
  return cla & ~SECURED;
}

/** The class byte that the C-MAC covers. */
export function macedClass(cla: number): number {
  return cla & ~CHANNEL;
}

/** The logical channel, 0 to 3. */
export function channelOf(cla: number): number {
  return cla & CHANNEL;
}
