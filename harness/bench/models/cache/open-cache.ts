import { printAside } from '../../../runner/output.ts';
import { type ModelCache, openModelCache } from './model-cache.ts';

/** The cache that `--cache DIR` or `--no-cache` asks for; what is damaged in it is told on stderr. */
export function openCache(folder: string | false): ModelCache {
  return openModelCache({ folder: folder === false ? null : folder, onDamage: printAside });
}
