import { createLog, readConfiguration, startService } from '@kaijo/service';
import { type ClockSetting, readClock } from './clock-setting.ts';
import { scriptedFaces } from './scripted-faces.ts';

/** The service as a process whose clock its parent sets: `node paced-service.js CLOCK-SETTING`. */
let setting = JSON.parse(process.argv[2] ?? '') as ClockSetting;
const configuration = readConfiguration(process.env);
const service = await startService({
  configuration,
  clock: { now: () => new Date(readClock(setting)) },
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  log: createLog(configuration.logLevel),
  faceCheck: scriptedFaces,
});
process.on('message', (message: ClockSetting) => {
  setting = message;
  process.send?.('set');
});
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)));
process.send?.(service.publicUrl);
