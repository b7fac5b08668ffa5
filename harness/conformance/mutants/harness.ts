import type { Mutant } from './mutant.ts';

const TELL = 'harness/experiments/closed-loop/told-all.test.ts';
const AUDIT = 'harness/experiments/closed-loop/audited-rates.test.ts';
const JOURNAL = 'harness/runner/run-scenarios.test.ts';
const EPISODE = 'harness/engine/episode.test.ts';
const TWINS = 'harness/engine/twins.test.ts';
const CAUSE = 'harness/engine/error-cause.test.ts';
const GATE = 'harness/stages/teach-gate.test.ts';

/** Faults in the engine, the stages, the runner and the experiments. */
export const HARNESS_MUTANTS: readonly Mutant[] = [
  {
    file: 'harness/runner/journal.ts',
    fault: 'counts characters as bytes, so that traces that are not ASCII are read from the wrong place',
    find: 'const bytes = Buffer.byteLength(text);',
    put: 'const bytes = text.length;',
    tests: [JOURNAL],
  },
  {
    file: 'harness/runner/journal.ts',
    fault: 'takes a crashed episode for a finished one',
    find: 'return line !== undefined && !line.crashed;',
    put: 'return line !== undefined;',
    tests: [JOURNAL],
  },
  {
    file: 'harness/engine/episode.ts',
    fault: 'takes the open procedure for none when it asks whether an action is critical',
    find: 'return critical(proposed, state.screen?.procedure?.id ?? null);',
    put: 'return critical(proposed, null);',
    tests: [EPISODE],
  },
  {
    file: 'harness/engine/episode.ts',
    fault: 'forgets the run of accepts after an unattended step',
    find: 'if (feedback === null) return acceptsInRow;',
    put: 'if (feedback === null) return 0;',
    tests: [EPISODE],
  },
  {
    file: 'harness/engine/episode.ts',
    fault: 'an unattended step does not count for who takes over',
    find: "unattendedSteps: decision === 'execute' ? state.unattendedSteps + 1 : 0,",
    put: 'unattendedSteps: state.unattendedSteps,',
    tests: [EPISODE],
  },
  {
    file: 'harness/engine/error-cause.ts',
    fault: 'takes a slip for what was amiss',
    find: "  if (feedback.slipped) return 'operator slipped';\n",
    put: '',
    tests: [CAUSE],
  },
  {
    file: 'harness/engine/error-cause.ts',
    fault: 'blames operators who did what seemed right',
    find: '  if (deceivedBy) return deceivedBy;\n',
    put: '',
    tests: [CAUSE],
  },
  {
    file: 'harness/engine/closed-loop.ts',
    fault: 'takes every error for one that seemed right, where anything is amiss',
    find: '(!right && holds(truth.apparent ?? [], chosen) && truth.amiss)',
    put: '(!right && truth.amiss)',
    tests: ['harness/engine/closed-loop.test.ts'],
  },
  {
    file: 'harness/engine/twins.ts',
    fault: 'with one twin a run it is always the first error that gets it',
    find: 'const first = errors.splice(0, most >= 2 ? 1 : 0);',
    put: 'const first = errors.splice(0, 1);',
    tests: [TWINS],
  },
  {
    file: 'harness/engine/twins.ts',
    fault: 'sampled errors do not stand for those without a twin',
    find: 'weight: errors.length / left.length',
    put: 'weight: 1',
    tests: [TWINS],
  },
  {
    file: 'harness/stages/teach-gate.ts',
    fault: 'hands the critic’s scores to the wrong reviews',
    find: 'const score = scores[i];',
    put: 'const score = scores[scores.length - 1 - i];',
    tests: [GATE],
  },
  {
    file: 'harness/experiments/closed-loop/told-all.ts',
    fault: 'tells every kind of action the rates of all',
    find: 'byKind.get(slice)',
    put: '(byKind.has(slice) ? all : undefined)',
    tests: [TELL],
  },
  {
    file: 'harness/experiments/closed-loop/audited-rates.ts',
    fault: 'audits actions that are not critical, too',
    find: 'if (!suggestion || !critical || verdict === null',
    put: 'if (!suggestion || verdict === null',
    tests: [AUDIT],
  },
  {
    file: 'harness/experiments/closed-loop/audited-rates.ts',
    fault: 'believes a rate after one answer',
    find: 'const LEAST_ANSWERS = 20;',
    put: 'const LEAST_ANSWERS = 1;',
    tests: [AUDIT],
  },
  {
    file: 'harness/experiments/closed-loop/audited-rates.ts',
    fault: 'takes α for β',
    find: 'beta: wrong >= LEAST_ANSWERS ? accepted / wrong : fallback.beta,',
    put: 'beta: wrong >= LEAST_ANSWERS ? refused / right : fallback.beta,',
    tests: [AUDIT],
  },
  {
    file: 'harness/experiments/propagation/play-twins.ts',
    fault: 'twins stand for the errors of their own sessions only',
    find: 'weight: (pair.weight * errors) / covered',
    put: 'weight: pair.weight',
    tests: ['harness/experiments/propagation/propagation.test.ts'],
  },
  {
    file: 'harness/contract/join-ids.ts',
    fault: 'joins ids without marking a separator within one',
    find: "if (!id.includes(separator) && !id.includes('\\\\')) return id;",
    put: 'return id;',
    tests: ['harness/contract/join-ids.test.ts'],
  },
  {
    file: 'harness/contract/reply-template.ts',
    fault: 'a message that goes on after its canned reply still is that reply',
    find: 'if (!said.startsWith(first) || !said.endsWith(last)) return false;',
    put: 'if (!said.startsWith(first)) return false;',
    tests: ['harness/contract/reply-template.test.ts'],
  },
  {
    file: 'harness/engine/visible-mark.ts',
    fault: 'goes round in circles: what the customer said last does not count',
    find: "messages.findLast(({ author }) => author === 'customer')",
    put: "messages.find(({ author }) => author === 'customer')",
    tests: ['harness/engine/closed-loop.test.ts'],
  },
  {
    file: 'harness/engine/past.ts',
    fault: 'automation repeats itself',
    find: 'if (at.mark === mark) return true;',
    put: 'if (at.mark === mark) return false;',
    tests: ['harness/engine/closed-loop.test.ts'],
  },
  {
    file: 'harness/stages/split-sessions.ts',
    fault: 'sessions of the same seed fall by another seed’s draw',
    find: "hashShare('split', seed, session.id)",
    put: "hashShare('split', session.id)",
    tests: ['harness/stages/stages.test.ts'],
  },
  {
    file: 'harness/stages/teach-gate.ts',
    fault: 'the calibrator’s answers set the threshold, too',
    find: 'reviews: reviews.filter((review) => !taken(review))',
    put: 'reviews',
    tests: ['harness/stages/teach-gate.test.ts'],
  },
  {
    file: 'harness/stages/slice-state.ts',
    fault: 'a new version is judged by answers to the one before',
    find: '    this.version = version;\n    this.reviews = [];',
    put: '    this.version = version;',
    tests: ['harness/stages/slice-state.test.ts'],
  },
  {
    file: 'harness/stages/slice-state.ts',
    fault: 'after a rollback operators’ examples of before still teach',
    find: '    this.reviews = [];\n    this.examples = [];',
    put: '    this.reviews = [];',
    tests: ['harness/stages/slice-state.test.ts'],
  },
  {
    file: 'harness/stages/slice-state.ts',
    fault: 'every alarm rolls back, whether it may act or not',
    find: 'return raised.some(({ acts }) => acts);',
    put: 'return raised.length > 0;',
    tests: ['harness/stages/slice-state.test.ts'],
  },
];
