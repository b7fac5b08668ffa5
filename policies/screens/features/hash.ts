import { perText } from '../../../harness/contract/remember.ts';

/** Hash of a text: 32-bit FNV-1a of its UTF-16 code units, finished so that all bits vary. Range: signed 32-bit integers. */
export const hashFeature = perText((text) => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finish(hash);
}, 200_000);

/** Hash of a pair of hashes; order counts. */
export function mix(a: number, b: number): number {
  return finish(Math.imul(a, 0x9e3779b1) + (b | 0));
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
