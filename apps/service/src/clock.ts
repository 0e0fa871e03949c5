/** Where the service's time comes from: handed to whoever needs it, so that a test can stand at 22:59:59.999. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
