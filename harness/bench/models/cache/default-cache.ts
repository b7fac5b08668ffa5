import { join } from 'node:path';
import { REPOSITORY } from '../../../runner/repository.ts';

/** Where models are kept that need not be trained again. */
export const DEFAULT_CACHE = join(REPOSITORY, 'node_modules', '.cache', 'deskbench');
