import type { AddressInfo } from 'node:net';
import { createGuide } from './guide.ts';
import { connectService } from './live/service.ts';
import { readSettings, SettingsError } from './settings/read-settings.ts';

/** sysexits: EX_CONFIG and EX_UNAVAILABLE. */
const EXIT_CONFIGURATION = 78;
const EXIT_UNAVAILABLE = 69;

/**
 * The guide as a process. Whoever starts it hears where it listens, and may say later where the service is: the service
 * forwards to the guide, so one of them has to be first.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  let { serviceUrl, origin = serviceUrl ?? '' } = settings;
  process.on('message', (message: { kind?: unknown; url?: unknown }) => {
    if (message?.kind !== 'service' || typeof message.url !== 'string') return;
    serviceUrl = message.url;
    origin = settings.origin ?? message.url;
  });
  const service = connectService({ url: () => serviceUrl, token: settings.token });
  const guide = await createGuide({ settings, service, origin: () => origin });
  await guide.listen({ host: settings.host, port: settings.port });
  const { port } = guide.server.address() as AddressInfo;
  process.send?.({ kind: 'listening', url: `http://${settings.host}:${port}` });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      guide.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}

main().catch((error: unknown) => {
  console.error(`kaijo-guide: ${error instanceof Error ? error.message : 'cannot start'}`);
  process.exit(error instanceof SettingsError ? EXIT_CONFIGURATION : EXIT_UNAVAILABLE);
});
