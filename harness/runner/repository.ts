import { join } from 'node:path';

/** Folder of this checkout, with package.json. */
export const REPOSITORY = join(import.meta.dirname, '..', '..');
