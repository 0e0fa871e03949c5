import type { SessionPath } from './scene-of.ts';

/** The names of a state value's levels, the outer one first. */
export function pathOf(value: unknown): SessionPath {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...pathOf(inner)]);
}
