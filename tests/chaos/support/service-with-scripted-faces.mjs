// The service as a process, with a face check that sees what the test has painted: the last byte of the first frame
// says whose face it is (0: somebody else's). Everything else is the service as it is built.

import { drawChallenge } from '@kaijo/face';
import { createLog, readConfiguration, startService } from '@kaijo/service';

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const model = { name: 'scripted', version: '1' };
const faceCheck = {
  drawChallenge,
  async judge({ frames }) {
    const isHolder = frames[0].jpeg.at(-1) !== 0;
    return { kind: isHolder ? 'match' : 'mismatch', score: isHolder ? 0.9 : 0.1, threshold: 0.5, model };
  },
};
const configuration = readConfiguration(process.env);
const clock = { now: () => new Date(Date.now() + configuration.clockOffset) };
const log = createLog(configuration.logLevel);
// As main.js says it: away, and to be started again.
const service = await startService({ configuration, clock, random, log, faceCheck }).catch((error) => {
  if (error.name !== 'DatabaseUnavailable') console.error(error);
  process.exit(69);
});
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)));
process.send({ kind: 'listening' });
