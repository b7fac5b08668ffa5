import { smallBatches, smallTraining } from '../../../testing/small-training.ts';
import { createTrainer } from '../trainer.ts';

/** Trains the small example on WebGPU and prints what came of it, for the test that gives this process a driver. */
const { seed, sizes, steps } = JSON.parse(process.argv[2] ?? '') as { seed: string; sizes: number[]; steps: number };
const options = smallTraining(seed);
const first = await createTrainer({ ...options, providers: ['webgpu'] });
const losses = await first.steps(smallBatches(seed, sizes).slice(0, steps));
const state = await first.state();
const again = await first.state();
await first.dispose();
const second = await createTrainer({ ...options, providers: ['no-such-provider', 'webgpu'], state });
losses.push(...(await second.steps(smallBatches(seed, sizes).slice(steps))));
const parameters = await second.parameters();
const broken = smallBatches(seed, [4])[0]!;
broken.feeds.weight!.data.fill(Number.NaN as never);
const refusal = await second.step(broken.feeds, 0.01).catch((error: Error) => error.message);
const unchanged = JSON.stringify(await second.parameters()) === JSON.stringify(parameters);
const plain = Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, [...data]]));
const readsTwice = JSON.stringify(state) === JSON.stringify(again);
process.stdout.write(
  `${JSON.stringify({ provider: second.provider, losses, parameters: plain, refusal, unchanged, readsTwice })}\n`,
);
await second.dispose();
