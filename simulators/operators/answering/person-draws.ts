import { standardNormal } from '../../../harness/contract/draws.ts';
import { createRng } from '../../../harness/shared/streams.ts';

/**
 * Where operators stand in any respect: one standard normal draw for each (population, operator, respect), the
 * same in every session. Another population is another set of people under the same names.
 */
export function personDraws(population: string): (operator: string) => (respect: string) => number {
  const people = new Map<string, (respect: string) => number>();
  return (operator) => {
    let person = people.get(operator);
    if (!person) {
      person = remember((respect) => standardNormal(createRng('person', population, operator, respect)));
      people.set(operator, person);
    }
    return person;
  };
}

function remember(draw: (respect: string) => number): (respect: string) => number {
  const drawn = new Map<string, number>();
  return (respect) => {
    let value = drawn.get(respect);
    if (value === undefined) {
      value = draw(respect);
      drawn.set(respect, value);
    }
    return value;
  };
}
