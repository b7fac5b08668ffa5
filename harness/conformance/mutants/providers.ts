import type { Mutant } from './mutant.ts';

const TRAINER = 'policies/networks/training/trainer.test.ts';
const LOADING = 'policies/networks/onnx/load-model.test.ts';
const CHECK = 'harness/experiments/gpu-check/gpu-check.test.ts';
const PACK = 'harness/tools/gpu-pack/gpu-pack.test.ts';

/** Faults of models on execution providers, of their check and of its pack. */
export const PROVIDER_MUTANTS: readonly Mutant[] = [
  {
    file: 'policies/networks/onnx/create-session.ts',
    fault: 'a model that a card does not take runs on the CPU in silence',
    find: 'if (await works(provider)) throw refusal(provider, reason);',
    put: '',
    tests: [LOADING],
  },
  {
    file: 'policies/networks/onnx/load-model.ts',
    fault: 'the runtime tells its makers of every model',
    find: "process.env.ORT_DISABLE_TELEMETRY = '1'",
    put: "process.env.ORT_DISABLE_TELEMETRY ??= ''",
    tests: [LOADING],
  },
  {
    file: 'policies/networks/training/trainer.ts',
    fault: 'a training that a card cannot hold goes to the next provider',
    find: 'if ((await probeProvider(provider)) === null) throw error;',
    put: '',
    tests: [TRAINER],
  },
  {
    file: 'policies/networks/training/training-graph.ts',
    fault: 'an infinite gradient reaches the parameters',
    find: 'graph.output(NORM_OUTPUT, norm)',
    put: 'graph.output(NORM_OUTPUT, loss)',
    tests: [TRAINER],
  },
  {
    file: 'policies/networks/ranker/pack.ts',
    fault: 'minibatches of one run keep shapes of their own',
    find: 'bucketOfAll(beside.flat())',
    put: 'bucketOfAll(batch)',
    tests: ['policies/networks/training/providers/longest-runs.test.ts'],
  },
  {
    file: 'harness/experiments/gpu-check/observed-fit.ts',
    fault: 'what a device compiles in its first steps counts as their time',
    find: 'before >= steps * WARM_UP',
    put: 'before >= 0',
    tests: [CHECK],
  },
  {
    file: 'harness/experiments/gpu-check/time-limit.ts',
    fault: 'what was measured is lost where the time is over',
    find: 'if (error instanceof TimeIsOver) return null;',
    put: '',
    tests: [CHECK],
  },
  {
    file: 'policies/families/encoder/safetensors.ts',
    fault: 'weights in half precision are written as if they were whole',
    find: 'bytes.writeUInt16LE(float16Bits(value), 2 * at)',
    put: 'bytes.writeUInt16LE(Math.round(value) & 0xffff, 2 * at)',
    tests: [PACK],
  },
  {
    file: 'policies/families/transformer/encoder.ts',
    fault: 'the gradient of a query is not scaled as the query is',
    find: 'const dQuery = mul(product(dScores, turned(key)), scale)',
    put: 'const dQuery = product(dScores, turned(key))',
    tests: ['policies/families/transformer/encoder.test.ts'],
  },
  {
    file: 'policies/families/transformer/encoder.ts',
    fault: 'the gradient of the shares forgets that they add up to one',
    find: '[product(dRead, turned(value)), total]',
    put: '[product(dRead, turned(value)), mul(total, graph.scalar(0))]',
    tests: ['policies/families/transformer/encoder.test.ts'],
  },
  {
    file: 'policies/networks/graph/functions.ts',
    fault: 'the gradient of a gelu by hand lacks a factor',
    find: 'emit.scalar(3 * cubic)',
    put: 'emit.scalar(cubic)',
    tests: ['policies/networks/graph/gradients.test.ts'],
  },
  {
    file: 'policies/networks/graph/gradients.ts',
    fault: 'a gradient is lost where something reads what lies between nodes that count as one',
    find: 'assertClosed(graph, composed);',
    put: '',
    tests: ['policies/networks/graph/gradients.test.ts'],
  },
  {
    file: 'harness/tools/speed/turns.ts',
    fault: 'what is made ready counts as time',
    find: 'await work.prepare?.();\n      const start = wallClockMs();',
    put: 'const start = wallClockMs();\n      await work.prepare?.();',
    tests: ['harness/tools/speed/turns.test.ts'],
  },
  {
    file: 'harness/tools/speed/latency.ts',
    fault: 'calls that warm up are timed',
    find: 'if (call >= 0) times.push',
    put: 'times.push',
    tests: ['harness/tools/speed/latency.test.ts'],
  },
];
