import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { DEMO_PUBLISHER, type GuideSettings, Publisher } from './settings.ts';

/** A setting that is wrong: `message` names it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): GuideSettings {
  const text = (name: string): string | undefined => environment[name] || undefined;
  const serviceUrl = text('KAIJO_SERVICE_URL');
  const origin = text('KAIJO_GUIDE_ORIGIN');
  for (const [name, url] of Object.entries({ KAIJO_SERVICE_URL: serviceUrl, KAIJO_GUIDE_ORIGIN: origin }))
    if (url !== undefined && !/^https?:\/\/[^/]+\/?$/.test(url))
      throw new SettingsError(`${name} must be an http or https URL without a path`);
  const token = text('KAIJO_GUIDE_TOKEN');
  const file = text('KAIJO_GUIDE_FILE');
  return {
    host: text('KAIJO_GUIDE_HOST') ?? '127.0.0.1',
    port: readPort(text('KAIJO_GUIDE_PORT')),
    ...(serviceUrl && { serviceUrl }),
    ...(origin && { origin: origin.replace(/\/$/, '') }),
    ...(token && { token }),
    publisher: file === undefined ? DEMO_PUBLISHER : readPublisher(file),
    demo: file === undefined,
  };
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 8_090);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SettingsError('KAIJO_GUIDE_PORT must be an integer from 0 to 65535');
}

function readPublisher(file: string): Publisher {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new SettingsError(`KAIJO_GUIDE_FILE: ${file} cannot be read as JSON`);
  }
  const [fault] = Value.Errors(Publisher, value);
  if (fault === undefined) return value as Publisher;
  throw new SettingsError(`KAIJO_GUIDE_FILE: ${fault.instancePath} ${fault.message}`);
}
