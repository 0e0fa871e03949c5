import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration.ts';
import { readConfiguration } from './read-configuration.ts';

const PRODUCTION = {
  KAIJO_ENV: 'production',
  KAIJO_STAFF_ORIGIN: 'https://kaijo.example.jp',
  DATABASE_URL: 'postgresql://kaijo:hunter2@db/kaijo',
  KAIJO_ISSUER_URL: 'https://issuer.example',
  KAIJO_TRUST_FILE: '/etc/kaijo/trust.json',
};

function faultsOf(environment: Record<string, string>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

describe('a service’s settings', () => {
  it('none are needed to try it: embedded database, embedded issuer, loopback', () => {
    const configuration = readConfiguration({});
    expect(configuration).toMatchObject({
      production: false,
      database: { kind: 'folder' },
      issuer: { kind: 'embedded' },
      publicListener: { host: '127.0.0.1', port: 8080 },
      clockOffset: 0,
    });
  });

  it('names every wrong setting at once', () => {
    const faults = faultsOf({
      PORT: '80a',
      KAIJO_LOG_LEVEL: 'loud',
      KAIJO_TLS_KEY: 'key.pem',
      KAIJO_ISSUER_URL: 'x',
    });
    for (const name of ['PORT', 'KAIJO_LOG_LEVEL', 'KAIJO_TLS_CERTIFICATE', 'KAIJO_TRUST_FILE'])
      expect(faults).toContain(name);
  });

  it('never repeats a value that may hold a password', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://kaijo:hunter2@db/kaijo' })).not.toContain('hunter2');
  });

  it('takes an empty setting for none', () => {
    expect(readConfiguration({ PORT: '', DATABASE_URL: '' }).database.kind).toBe('folder');
  });
});

describe('no bypass exists in a production configuration', () => {
  it('starts with a real database and issuer', () => {
    expect(readConfiguration(PRODUCTION)).toMatchObject({ production: true, issuer: { kind: 'configured' } });
  });

  it.each([
    'DATABASE_URL',
    'KAIJO_ISSUER_URL',
    'KAIJO_TRUST_FILE',
  ] as const)('refuses to start without %s', (name) => {
    const { [name]: _, ...rest } = PRODUCTION;
    expect(faultsOf(rest)).toContain(name);
  });

  it('compares no faces with the demonstration’s matcher unless it is named (docs/face.md)', () => {
    expect(readConfiguration({}).face).toEqual({ kind: 'kaijo', workers: 2, timeoutMs: 15_000 });
    expect(readConfiguration(PRODUCTION).face).toEqual({ kind: 'none' });
    const module = 'file:///opt/matcher/index.js';
    expect(readConfiguration({ ...PRODUCTION, KAIJO_FACE_MODULE: module }).face).toMatchObject({ module });
    expect(readConfiguration({ ...PRODUCTION, KAIJO_FACE_MODULE: 'kaijo' }).face.kind).toBe('kaijo');
  });

  it('refuses a clock that somebody moved', () => {
    expect(faultsOf({ ...PRODUCTION, KAIJO_CLOCK_OFFSET: '1' })).toContain('KAIJO_CLOCK_OFFSET');
  });

  it.each([
    ['KAIJO_PLAYGROUND_SITE', '/srv/playground'],
    ['KAIJO_DESK_URL', 'http://localhost:8081'],
  ])('refuses what is for trying it out: %s', (name, value) => {
    expect(faultsOf({ ...PRODUCTION, [name]: value })).toContain(name);
    expect(faultsOf({ [name]: value })).toBe('');
  });

  it('refuses plain HTTP on a public address unless a proxy ends TLS', () => {
    expect(faultsOf({ ...PRODUCTION, KAIJO_HOST: '0.0.0.0' })).toContain('KAIJO_TLS_CERTIFICATE');
    expect(faultsOf({ ...PRODUCTION, KAIJO_HOST: '0.0.0.0', KAIJO_BEHIND_PROXY: 'yes' })).toBe('');
  });
});
