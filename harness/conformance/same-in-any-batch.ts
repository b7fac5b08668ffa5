import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';

/**
 * Checks that a model's answer to an input is the same, bit for bit, whether it is asked alone or with
 * others, in whatever order, once more, or while another call is under way; and that the inputs stay as they were.
 *
 * Throws: naming the first input whose answer differs.
 */
export async function assertSameInAnyBatch<Input, Answer>(
  inputs: readonly Input[],
  ask: (batch: readonly Input[]) => Promise<Answer[]>,
): Promise<void> {
  if (inputs.length < 2) throw new Error('Two inputs at least are needed to tell batches apart.');
  // Copies, so that nothing remembered about an object can help.
  const copy = (at: number): Input => structuredClone(inputs[at]!);
  const alone: Answer[] = [];
  for (const at of inputs.keys()) {
    const batch = [copy(at)];
    const answers = await ask(batch);
    if (answers.length !== 1) throw new Error(`${answers.length} answers to one input.`);
    if (!isDeepStrictEqual(batch, [inputs[at]])) throw new Error(`Input ${at} was changed by asking.`);
    alone.push(structuredClone(answers[0]!));
  }
  if ((await ask([])).length !== 0) throw new Error('No input must give no answer.');
  const check = async (order: readonly number[]) => {
    const answers = await ask(order.map(copy));
    if (answers.length !== order.length) throw new Error(`${answers.length} answers to ${order.length} inputs.`);
    for (const [place, at] of order.entries())
      if (!isDeepStrictEqual(answers[place], alone[at]))
        throw new Error(
          `Input ${at} is answered otherwise at place ${place} of ${order.length}:\n${show(answers[place])}\n${show(alone[at])}`,
        );
  };
  await check([...inputs.keys()]);
  await check([...inputs.keys()].reverse());
  const orders = fc.array(fc.nat(inputs.length - 1), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(orders, orders, async (one, other) => {
      await Promise.all([check(one), check(other)]);
    }),
    { numRuns: 2, seed: 11 },
  );
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 500) ?? 'nothing';
}
