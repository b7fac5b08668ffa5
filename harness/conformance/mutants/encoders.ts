import type { Mutant } from './mutant.ts';

const FAMILY = 'policies/families/encoder';

/** Faults in how a pretrained encoder is read and used. */
export const ENCODER_MUTANTS: readonly Mutant[] = [
  {
    file: `${FAMILY}/learned-files.ts`,
    fault: 'the two factors of adapters exchanged in their file',
    find: "? 'lora_A' : 'lora_B'",
    put: "? 'lora_B' : 'lora_A'",
    tests: [`${FAMILY}/learned-files.test.ts`],
  },
  {
    file: `${FAMILY}/tuned-texts.ts`,
    fault: 'a text as long as a length is full stands among the longer ones too',
    find: 'tokens <= shorter',
    put: 'tokens < shorter',
    tests: [`${FAMILY}/tuned-texts.test.ts`],
  },
  {
    file: `${FAMILY}/tuning.ts`,
    fault: 'an encoder that learned passes for the one that did not',
    find: "fingerprint: hash.digest('hex')",
    put: 'fingerprint',
    tests: [`${FAMILY}/learned-files.test.ts`],
  },
  {
    file: `${FAMILY}/text-vectors.ts`,
    fault: 'vectors on disk are taken for those of another encoder',
    find: '[VERSION, encoder.fingerprint, ',
    put: '[VERSION, ',
    tests: [`${FAMILY}/vector-store.test.ts`],
  },
  {
    file: 'policies/networks/export/quantize-products.ts',
    fault: 'scales multiplied with each other first: the runtime loses the bias',
    find: `    node('Mul', [named('float'), \`\${weight}.q8.scale\`], [named('scaled')]),
    node('Mul', [named('scaled'), scale], [output]),`,
    put: `    node('Mul', [scale, \`\${weight}.q8.scale\`], [named('scaled')]),
    node('Mul', [named('float'), named('scaled')], [output]),`,
    tests: ['policies/networks/export/in-precision.test.ts'],
  },
  {
    file: `${FAMILY}/text-vectors.ts`,
    fault: 'an exported encoder is not read: that of the folder named is',
    find: 'await loadModel(file ?? toOnnx(graph)',
    put: 'await loadModel(toOnnx(graph)',
    tests: [`${FAMILY}/recipe.test.ts`],
  },
  {
    file: 'policies/critics/support/encoder-critic.ts',
    fault: 'the probability that the proposal is refused',
    find: 'found[VERDICT.accept]! - found[VERDICT.reject]!',
    put: 'found[VERDICT.reject]! - found[VERDICT.accept]!',
    tests: ['harness/conformance/critics.test.ts'],
  },
  {
    file: 'policies/screens/features/events.ts',
    fault: 'a reply that was sent stands twice: as what was done, and as what was said',
    find: 'entry.messageCount === first + index',
    put: 'entry.messageCount === first + index + 1',
    tests: ['policies/screens/features/events.test.ts'],
  },
  {
    file: `${FAMILY}/text-vectors.ts`,
    fault: 'the mean over the tokens in place of the first one’s state',
    find: "pooling === 'first' ? start + 1 : end",
    put: 'end',
    tests: [`${FAMILY}/recipe.test.ts`],
  },
  {
    file: `${FAMILY}/bert.ts`,
    fault: 'the approximate gelu in place of the exact one',
    find: "activation === 'gelu' ? exactGelu(graph, x)",
    put: "activation === 'gelu' ? gelu(graph, x)",
    tests: [`${FAMILY}/encoder-folder.test.ts`],
  },
  {
    file: `${FAMILY}/encoder-folder.ts`,
    fault: 'an encoder cut to fewer layers passes for the whole one',
    find: "layers ?? 'all'",
    put: "'all'",
    tests: [`${FAMILY}/encoder-folder.test.ts`],
  },
  {
    file: `${FAMILY}/encoder-folder.ts`,
    fault: 'a text that is cut off has no end',
    find: '[...ids.slice(0, most - 1), last ?? ids.at(-1)!]',
    put: 'ids.slice(0, most)',
    tests: [`${FAMILY}/encoder-folder.test.ts`],
  },
  {
    file: `${FAMILY}/policy.ts`,
    fault: 'served with any encoder, whatever it was trained on',
    find: 'if (trainedOn !== encoder.fingerprint)',
    put: "if (trainedOn === '')",
    tests: [`${FAMILY}/recipe.test.ts`],
  },
  {
    file: `${FAMILY}/network.ts`,
    fault: 'the hybrid reads no n-grams',
    find: "weights.wide ? graph.apply('Add', [judged.scores, crossed(graph, weights.wide)]) : judged.scores",
    put: 'judged.scores',
    tests: [`${FAMILY}/network.test.ts`],
  },
  {
    file: `${FAMILY}/safetensors.ts`,
    fault: 'the smallest halves are twice as large',
    find: 'fraction * 2 ** -24',
    put: 'fraction * 2 ** -23',
    tests: [`${FAMILY}/safetensors.test.ts`],
  },
];
