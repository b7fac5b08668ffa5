import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Moment, Rates, Trait } from './trait.ts';

/** Changes the rates of one answer by all the traits that were chosen. */
export type Temper = (rates: Rates, moment: Moment) => Rates;

/**
 * Puts traits together by name (`vigilance`, or `instructed-reject:close` where one takes an argument) and
 * strength, in the fixed order of all traits; null where none has an effect.
 *
 * Throws: on an unknown name, a missing or wrong argument, a strength that is negative or no finite number.
 */
export function chooseTraits(
  strengths: Readonly<Record<string, number>>,
  traits: readonly Trait[] = TRAITS,
): Temper | null {
  const chosen = Object.entries(strengths)
    .map(([key, strength]) => ({ ...named(key, traits), key, strength: checked(key, strength) }))
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => traits.indexOf(a.trait) - traits.indexOf(b.trait) || (a.key < b.key ? -1 : 1));
  if (chosen.length === 0) return null;
  return (rates, moment) =>
    chosen.reduce(
      (now, { trait, strength, argument }) => withinRange(trait.apply(now, moment, strength, argument)),
      rates,
    );
}

function named(key: string, traits: readonly Trait[]): { trait: Trait; argument: string } {
  const colon = key.indexOf(':');
  const name = colon < 0 ? key : key.slice(0, colon);
  const argument = colon < 0 ? '' : key.slice(colon + 1);
  const trait = traits.find((one) => one.name === name);
  if (!trait) throw new Error(`There is no trait "${name}". There are: ${traits.map((one) => one.name).join(', ')}.`);
  const fault = trait.badArgument
    ? trait.badArgument(argument)
    : colon < 0
      ? null
      : 'it takes none: leave out the colon and what follows';
  if (fault !== null) throw new Error(`The trait "${key}" has a wrong argument: ${fault}.`);
  return { trait, argument };
}

function checked(key: string, strength: number): number {
  if (Number.isFinite(strength) && strength >= 0) return strength;
  throw new Error(`The trait "${key}" has strength ${strength}: it must be a finite number, 0 or more.`);
}

const share = (rate: number) => Math.min(1, Math.max(0, rate));

/** The rates, each share within [0, 1]. */
function withinRange(rates: Rates): Rates {
  return {
    alpha: share(rates.alpha),
    beta: share(rates.beta),
    slip: share(rates.slip),
    notice: share(rates.notice),
    timeFactor: rates.timeFactor,
    environment: share(rates.environment),
    other: share(rates.other),
    preference: share(rates.preference),
    favourite: rates.favourite,
  };
}

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
