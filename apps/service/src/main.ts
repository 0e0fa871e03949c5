import { createFaceCheck, type RunningFaceCheck } from '@kaijo/face';
import { startService } from './app.ts';
import { type Configuration, ConfigurationError, readConfiguration } from './config/index.ts';
import { FolderInUse } from './database/index.ts';
import { createLog, describeError, type Log } from './http/log.ts';
import { KeyFolderError, KeysUnavailable, TokenNotReady } from './keys/index.ts';
import { startTraces } from './observation/index.ts';
import { systemRandom } from './random.ts';
import { SiteMissing } from './sites/index.ts';

/** sysexits: EX_CONFIG and EX_UNAVAILABLE. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;
/** The longest answer (face frames, 120 s) is not waited for: its caller asks again, of another process. */
const LONGEST_DRAIN_MS = 45_000;

/** The service as a process: reads its settings, listens, says so to whoever started it, and drains at SIGTERM. */
async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const log = createLog(configuration.logLevel);
  const clock = { now: () => new Date(Date.now() + configuration.clockOffset) };
  const traces = configuration.tracesUrl === undefined ? undefined : startTraces(configuration.tracesUrl);
  const faceCheck = await faceCheckOf(configuration, log);
  const service = await startService({
    configuration,
    clock,
    random: systemRandom,
    log,
    ...(faceCheck && { faceCheck }),
  });
  const { publicUrl, kioskUrl, operatorSocket, watchUrl } = service;
  log.info({ publicUrl, kioskUrl, watchUrl }, 'listening');
  process.send?.({ kind: 'listening', publicUrl, kioskUrl, operatorSocket, watchUrl });
  const close = async (): Promise<void> => {
    await service.close();
    await faceCheck?.close();
    await traces?.close();
  };
  drainAt(['SIGTERM', 'SIGINT'], close, log);
}

async function faceCheckOf({ face }: Configuration, log: Log): Promise<RunningFaceCheck | undefined> {
  if (face.kind === 'none') {
    log.warn('no face check is configured (KAIJO_FACE_MODULE): the sign PIN cannot be reserved');
    return undefined;
  }
  return createFaceCheck({
    workers: face.workers,
    timeoutMs: face.timeoutMs,
    ...(face.kind === 'module' && { models: { module: face.module } }),
    onEvent: (event) =>
      log[event.kind === 'worker-started' ? 'info' : 'warn']({ event }, 'face check worker'),
  });
}

function drainAt(signals: readonly NodeJS.Signals[], close: () => Promise<void>, log: Log): void {
  let draining = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (draining) return;
      draining = true;
      log.info({ signal }, 'draining');
      setTimeout(() => {
        log.error('the service did not drain in time');
        process.exit(1);
      }, LONGEST_DRAIN_MS).unref();
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error: describeError(error) }, 'the service did not close cleanly');
          process.exit(1);
        },
      );
    });
  }
}

/** What the operator can mend is said in words; everything else is a bug and shows where. */
function fail(error: unknown): never {
  if (
    error instanceof ConfigurationError ||
    error instanceof KeyFolderError ||
    error instanceof TokenNotReady ||
    error instanceof SiteMissing
  ) {
    console.error(`kaijo-service: ${error.message}`);
    process.exit(EXIT_CONFIGURATION);
  }
  if (error instanceof FolderInUse || error instanceof KeysUnavailable)
    console.error(`kaijo-service: ${error.message}`);
  else console.error('kaijo-service: cannot start', describeError(error));
  process.exit(EXIT_UNAVAILABLE);
}

main().catch(fail);
