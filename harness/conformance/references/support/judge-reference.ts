import { difference } from './difference.ts';
import { numbersOf, type Output, type Reference } from './reference.ts';

/** One output over all inputs. */
export interface JudgedOutput extends Output {
  readonly output: string;
  readonly inputs: number;
  readonly largest: number;
  /** Where it lies: the input and both numbers. */
  readonly at: string;
}

/** Ours beside the library's numbers. Throws: where the two name other outputs. */
export function judgeReference(reference: Reference): JudgedOutput[] {
  const { cases } = numbersOf(reference);
  const names = Object.keys(reference.outputs).sort();
  const worst = new Map(names.map((name) => [name, { largest: -1, at: '' }]));
  for (const [input, expected] of cases) {
    const ours = reference.ours(input);
    for (const given of [ours, expected])
      if (Object.keys(given).sort().join() !== names.join())
        throw new Error(`${reference.name}: ${Object.keys(given).sort().join()} is not ${names.join()}`);
    for (const [name, { measure }] of Object.entries(reference.outputs)) {
      const largest = difference(ours[name], expected[name] ?? null, measure);
      if (largest <= worst.get(name)!.largest) continue;
      const shown = [input, ours[name], expected[name]].map((one) => JSON.stringify(one).slice(0, 300));
      worst.set(name, { largest, at: `${shown[0]}: ours ${shown[1]}, theirs ${shown[2]}` });
    }
  }
  return names.map((output) => ({
    ...reference.outputs[output]!,
    ...worst.get(output)!,
    output,
    inputs: cases.length,
  }));
}
