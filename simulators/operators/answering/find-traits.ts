import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Trait } from './trait.ts';

const STAGES: readonly Trait['stage'][] = ['person', 'moment', 'will'];

/** All traits, in the order in which they act. Adding one is adding its file to `traits/`. */
export const TRAITS: readonly Trait[] = await findTraits(join(import.meta.dirname, '..', 'traits'));

async function findTraits(folder: string): Promise<Trait[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found: Trait[] = [];
  for (const file of files) {
    const { trait }: { trait?: Trait } = await import(pathToFileURL(join(folder, file)).href);
    if (trait?.name !== file.replace(/\.ts$/, '')) throw new Error(`${file} exports no trait of its name.`);
    found.push(trait);
  }
  const place = ({ stage }: Trait) => STAGES.indexOf(stage);
  return found.sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}
