import { join } from 'node:path';

/** Where models are kept that need not be trained again. */
export const DEFAULT_CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'deskbench');
