/**
 * Every purpose for which a random number is drawn outside a scenario's streams, and what it decides. The name is part
 * of what is hashed: two uses of one name would draw the same numbers, and what they decide would go together. So each
 * stands at one place in the code; a test looks.
 */
export const DRAW = {
  split: 'which part a session is dealt to: training, calibration or evaluation',
  fold: 'which fold a session is dealt to',
  'play sample': 'which sessions are played where not all are',
  desk: 'in which order the desk shows sessions',
  sample: 'which sessions of an automated slice stay with operators',
  'critic of a slice': 'which reviews of a slice teach its critic',
  calibrator: 'which reviews of a calibration set teach the calibrator',
  'review slice': 'which sessions are reviewed by more than one operator',
  'fewer logs': 'which logs are left where fewer are taught',
  'learning curve': 'which sessions are learned from where a curve has fewer',
  corrections: 'which corrections are taught where not all are',
  arrivals: 'in which order sessions come in a rollout',
  'degraded group': 'which sessions of a rollout have a degraded desk',
  return: 'whether a customer whose goal was missed comes back',
  guardrail: 'what a guardrail breaks ties by',
  'triple review': 'whom a triple review is estimated from',
  'critic comparison': 'resamples when critics are compared',
  'critic scores': "resamples of a critic's measures",
  'gate measures': "resamples of a gate's measures",
  'gate redraws': "redraws of a gate's calibration set",
  'gate pilot': "the few redraws that say whether a gate's promise is worth measuring",
  'monitor in control': 'a stream on which a monitor should be silent',
  'monitor changed': 'a stream on which a monitor should speak',
  'monitor ties': 'what a monitor breaks ties by',
  'weighted F1': 'resamples of a weighted F1',
  'weighted F1 difference': 'resamples of a difference of weighted F1',
  'fitted teams': "teams that are simulated beside a log's",
  team: 'what a team has settled among itself',
  person: 'where a person stands in some respect',
  trajectories: 'along which trajectories parameters are screened',
  'Saltelli rows': 'at which points parameters are played for their Sobol indices',
  'Sobol indices': 'resamples of Sobol indices',
  'process ranks': 'which processes are frequent in a long-tailed mix',
  'work operator': 'who works a session',
  'work rest': 'how long ago that operator rested',
  'work tenure': 'how many cases an operator had worked before',
  'work queue': 'how many cases wait',
  'rehearsed sweep': 'sessions of a simulated sweep',
  'null night': 'which sessions of two runs exchange their labels on a simulated night',
  'worse night': 'which steps of a simulated night a policy that is made worse gets wrong',
  'night of sessions': 'which sessions a simulated night consists of',
  'retry delay': 'how long a failed request waits',
  evolution: 'candidates of a generation of a search by evolution',
  exploration: 'which action a policy tries where it learns from its own episodes',
  'cases of a round': 'which cases a policy works in a round of learning from its own episodes',
  'speed products': 'matrices of which products are timed',
  'speed parameters': 'parameters of a network that is timed',
  'speed ranker': 'first parameters of a ranker that is timed',
  'speed classes': 'classes of a batch that is timed',
  'speed ids': 'tokens of a batch that is timed',
  test: 'tests only',
} as const;

export type Draw = keyof typeof DRAW;

/**
 * What the training of networks draws. The seed comes first and the name last, so that none may end as another does
 * after a space.
 */
export const TRAINING_DRAW = {
  ranker: 'first parameters of a ranker',
  head: "first parameters of a critic's head",
  transformer: 'first parameters of a transformer',
  adapters: 'first adapters of a transformer',
  alignment: 'first adapters of a transformer that learns from answers',
  'upper layers': 'first adapters of a pretrained encoder',
  encoder: 'what the network on a pretrained encoder starts from',
  'order of epoch': 'order of the examples in an epoch',
  minibatch: 'what is left out or disturbed in a minibatch',
  'held out': 'minibatches of held-out examples',
  hidden: 'tokens that are hidden where a loss is taken',
  toy: 'features, pairs and first parameters of the toy of alignment',
} as const;

export type TrainingDraw = keyof typeof TRAINING_DRAW;

/** Who draws within a scenario. A second operator on the same suggestion draws apart from the first. */
export const STREAM_ROLES = ['operator', 'second operator', 'customer', 'world', 'session', 'twins'] as const;

export type StreamRole = (typeof STREAM_ROLES)[number];

/** What is drawn within a scenario, by role and step. */
export const STREAM_PURPOSE = {
  verdict: 'whether an operator accepts',
  refusal: 'whether a suggestion is refused unseen',
  slip: 'whether an operator slips',
  'slip channel': 'how an operator slips',
  'slip choice': 'to what an operator slips',
  notice: 'whether an operator notices that something is amiss',
  preference: 'whether an operator follows a taste',
  keep: 'whether an operator keeps a case',
  time: 'active time of a test operator',
  'look back': 'time of looking back',
  'catch up': 'time of reading what ran unattended',
  'wrong answer': 'which wrong answer a knowledge base gives',
  'kb fault': 'whether a knowledge base is wrong',
  knowledge: 'what a knowledge base returns',
  'change of mind': 'whether a customer changes its mind',
  'new mind': 'to what a customer changes its mind',
  misstate: 'whether a customer misstates a value',
  'misstated value': 'which value a customer misstates',
  leave: 'whether a customer leaves',
  complain: 'whether a customer complains',
  mood: 'mood of a test customer',
  answers: 'whether a customer answers before the next step',
  'answer time': 'how long a customer takes to answer',
  arrival: 'when a session arrives in a pool',
  work: 'which work a session of a pool brings',
  case: 'facts of a generated session',
  times: 'times of a generated session',
  talk: "a generated customer's words",
  sample: 'which errors get a twin',
  control: 'which right actions get a twin',
} as const;

/** Purposes that are drawn for each hand-off of a session in a pool. */
export const HAND_OFF_PURPOSES = ['patience', 'stale', 'lag'] as const;

export type HandOffPurpose = (typeof HAND_OFF_PURPOSES)[number];

/** Acts that take an operator's time: what is done after a refusal draws apart. */
type ActPurpose =
  | 'draft'
  | 'pick'
  | 'review'
  | 'freeText'
  | 'form'
  | 'procedure'
  | 'click'
  | 'finish'
  | 'lookBack'
  | 'catchUp';

export type StreamPurpose =
  | keyof typeof STREAM_PURPOSE
  | ActPurpose
  | `by hand ${ActPurpose}`
  // A drift is one file, and names its own draws.
  | `drift ${string}`
  | `${HandOffPurpose} ${number}`;
