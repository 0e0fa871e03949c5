import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const file = (path: string) => readFile(new URL(`../../native/${path}`, import.meta.url), 'utf8');

/** What can be held of the shell without a phone: nothing here compiles it. */
describe('the shell', () => {
  it('logs nothing that crosses the bridge: a command may carry a PIN (R30)', async () => {
    expect(JSON.parse(await file('capacitor.config.json'))).toMatchObject({ loggingBehavior: 'none' });
    for (const source of [
      'nfc/ios/Sources/KaijoNfc/KaijoNfcPlugin.swift',
      'nfc/android/src/main/java/jp/kaijo/nfc/KaijoNfcPlugin.java',
    ])
      expect(await file(source)).not.toMatch(/\bLog\.|NSLog|print\(|os_log|Logger/);
  });

  it('answers with the codes that the app knows', async () => {
    const known = await readFile(new URL('./nfc-plugin.ts', import.meta.url), 'utf8');
    const swift = await file('nfc/ios/Sources/KaijoNfc/KaijoNfcPlugin.swift');
    const java = await file('nfc/android/src/main/java/jp/kaijo/nfc/KaijoNfcPlugin.java');
    const said = [...`${swift}${java}`.matchAll(/(?:, |because: |end\()"([A-Z_]{4,})"/g)].map(
      ([, code]) => code,
    );
    expect(said.length).toBeGreaterThan(8);
    for (const code of said) expect(known).toContain(`'${code}'`);
  });
});
