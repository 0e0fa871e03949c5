import { readFileSync } from 'node:fs';
import { MEASURED_FALLBACK } from './assumptions.ts';

export interface Measured {
  readonly completionCpuMs: number;
  readonly faceCpuMs: number;
  readonly source: string;
}

/** CPU of one completion and one face check, from the page that the benchmarks write. */
export function measuredCosts(page: string): Measured {
  let text = '';
  try {
    text = readFileSync(page, 'utf8');
  } catch {
    // Not in the repository's folder.
  }
  const ofRow = (name: string): number | undefined => {
    const found = text.split('\n').find((line) => line.startsWith(`| ${name} |`));
    const value = Number(/\|\s*([\d.]+) ms/.exec(found ?? '')?.[1]);
    return Number.isFinite(value) && value > 0 ? value : undefined;
  };
  const completion = ofRow('CPU of the service for one completion');
  const face = ofRow('CPU of one verification on one core');
  return {
    completionCpuMs: completion ?? MEASURED_FALLBACK.completionCpuMs,
    faceCpuMs: face ?? MEASURED_FALLBACK.faceCpuMs,
    source: completion && face ? 'docs/performance.md' : 'assumptions.ts (docs/performance.md was not found)',
  };
}
