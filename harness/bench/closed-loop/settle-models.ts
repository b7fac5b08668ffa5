/** The models that `settle` has unless others are asked for, for experiments that ask about the preset and not about models. */
export const SETTLE_MODELS = {
  policy: 'ngram',
  critic: 'ngram',
  gate: 'clopper-pearson',
  target: 0.9,
  delta: 0.05,
  providers: 'cpu',
};
