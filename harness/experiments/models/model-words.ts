import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { ModelSplits } from '../../bench/data/model-splits.ts';
import type { Training } from '../../bench/models/score-policy.ts';
import { sumOf } from '../../shared/numbers.ts';

/** Dialogues of the whole STAR repository, on which others' figures are. */
const STAR_SESSIONS = 6652;

/** What was trained on what, and what the figures are not. */
export function modelNotes(splits: ModelSplits, trainings: readonly Training[], { dataset }: LoadedDataset): string[] {
  const { labelling, groups } = splits;
  const notes = [`Labels: ${labelling.text}. Label accuracy and weighted F1 are over the steps that have one.`];
  if (!labelling.partial)
    notes.push(
      'Each policy is trained once, on every operator action of the training sessions; all its figures are of that one.',
    );
  if (labelling.partial && trainings.includes('labelled'))
    notes.push(
      'Label accuracy and weighted F1 are of a policy trained on the labelled steps only; its best proposal that has a label counts.',
    );
  if (labelling.partial && trainings.includes('all'))
    notes.push(
      'Tool and action accuracy are of another policy, trained on every operator action of the training sessions.',
    );
  if (labelling.partial && !trainings.includes('all'))
    notes.push('Tool and action accuracy were not asked for: --training both trains a policy on all actions too.');
  if (labelling.partial)
    notes.push(
      [
        'The policies see which procedure is open and choose among what its screen offers;',
        'published models of the standard split read the dialogue and choose among all labels.',
      ].join(' '),
    );
  if (groups.some(({ group }) => group !== null))
    notes.push(
      [
        'The procedures, forms and replies of what is held out are known to the policies; its sessions are not.',
        'The interval of a mean takes the tasks or domains as given.',
      ].join(' '),
    );
  if (dataset.sessions.every(({ id }) => id.startsWith('star-')) && dataset.sessions.length < STAR_SESSIONS)
    notes.push(
      [
        `These are ${dataset.sessions.length} of STAR's 6,652 dialogues:`,
        'published figures are for all of them, so that train and test differ.',
      ].join(' '),
    );
  notes.push('Training times of models that were read from the cache are those of when they were trained.');
  return notes;
}

/** How figures over several trainings are to be read. */
export function seedNotes(seeds: number): string[] {
  if (seeds === 1) return [];
  return [
    `Each policy was trained ${seeds} times, with seeds of their own; a session counts once, with its mean over them.`,
  ];
}

/** The rule and how many sessions were trained and tested on. */
export function modelSplitInWords({ text, groups }: ModelSplits): string {
  const trained = Math.round(sumOf(groups, ({ train }) => train.length) / groups.length);
  const tested = sumOf(groups, ({ test }) => test.length);
  return `${text}: ${trained} sessions to learn from${groups.length > 1 ? ' on average' : ''}, ${tested} to be judged on`;
}
