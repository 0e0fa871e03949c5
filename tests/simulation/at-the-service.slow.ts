import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '@kaijo/cli/installation';
import { testDatabasePlace } from '@kaijo/postgres-server';
import { createLog, type RunningService, readConfiguration, startService } from '@kaijo/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SETTINGS } from '../../bench/src/core/installation.ts';
import { type ClockSetting, readClock } from '../../bench/src/simulation/clock-setting.ts';
import { type PlayedSlice, playSlice, startOf } from '../../bench/src/simulation/play.ts';
import { scriptedFaces } from '../../bench/src/simulation/scripted-faces.ts';
import { cutSlice } from '../../bench/src/simulation/slice.ts';
import { differences, outcomes } from '../../bench/src/simulation/slice-report.ts';
import { random } from '../support/demo-card.ts';

/** A seed whose few minutes have a torn card, a proving PIN that is locked, and a holder who gives up. */
const nation = { day: new Date('2026-03-13T00:00:00.000+09:00'), seed: 3, scale: 0.003, faults: 10 };
const slice = cutSlice(nation, 20);

let root: string;
let service: RunningService;
let result: PlayedSlice;

/** The nation's busiest minutes, scaled down to a dozen holders, at a real service within this process. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kaijo-slice-'));
  let clock: ClockSetting = { at: startOf(slice), since: Date.now(), speed: 0 };
  service = await startService({
    configuration: {
      ...readConfiguration({ ...SETTINGS, KAIJO_DATA: root }),
      database: await testDatabasePlace(),
    },
    clock: { now: () => new Date(readClock(clock)) },
    random,
    log: createLog('error'),
    faceCheck: scriptedFaces,
  });
  const folder = dataFolder({ KAIJO_DATA: root });
  const setClock = async (setting: ClockSetting) => {
    clock = setting;
  };
  result = await playSlice(slice, { folder, publicUrl: service.publicUrl, setClock }, 60);
});

afterAll(async () => {
  await service?.close();
  await rm(root, { recursive: true, force: true });
});

it('what the rules foretell is what the service says, but for limits that its own time has passed', () => {
  expect(differences(result.played).filter(({ explained }) => !explained)).toEqual([]);
});

it('and the slice had what it is about', () => {
  const happened = [...outcomes(slice, result.played)].filter(([, [, service]]) => service > 0);
  expect(happened.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'phone: begun',
      'kiosk session: held',
      'left the machine: proving PIN locked (R11)',
      'left the machine: gave up',
      'authorisation: authorised',
      'new PIN: torn',
      'new PIN: completed',
    ]),
  );
});
