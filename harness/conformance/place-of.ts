import type { Screen } from '../contract/screen.ts';

/** Names the case, the open place and the fields: what the screen shows but for what was said and done so far. */
export function placeOf({ caseId, procedure, fields }: Screen): string {
  return JSON.stringify([caseId, procedure?.id ?? null, procedure?.screen ?? null, Object.entries(fields).sort()]);
}
