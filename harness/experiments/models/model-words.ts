import { formatValue } from '../../../reports/present/format-value.ts';
import type { LoadedDataset } from '../load-dataset.ts';
import type { ModelSplits } from './model-splits.ts';
import { modelsTable, type PolicyRow } from './models-tables.ts';
import type { Training } from './score-policy.ts';

/** Dialogues of the whole STAR repository, on which others' figures are. */
const STAR_SESSIONS = 6652;

/** The best policy by each measure. */
export function modelFindings(rows: readonly PolicyRow[]): string[] {
  const table = modelsTable(rows, [], false);
  return table.columns
    .filter(({ ranged }) => ranged)
    .flatMap(({ id, title }) => {
      const best = table.rows
        .flatMap(({ cells }) => {
          const cell = cells[id];
          const value = cell !== null && typeof cell === 'object' ? cell.estimate : null;
          return value === null ? [] : [{ policy: String(cells.policy), value }];
        })
        .sort((a, b) => b.value - a.value)[0];
      return best ? [`Best ${title}: ${best.policy}, ${formatValue('share', best.value)}.`] : [];
    });
}

/** What was trained on what, and what the figures are not. */
export function modelNotes(splits: ModelSplits, trainings: readonly Training[], { dataset }: LoadedDataset): string[] {
  const { labelling, groups } = splits;
  const notes = [`Labels: ${labelling.text}. Accuracy and weighted F1 are over labelled steps.`];
  if (!labelling.partial)
    notes.push('One policy, trained on every operator action of the training sessions, gives all figures.');
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
      'The policies see which procedure is open and choose among what its screen offers; published models of the standard split read the dialogue and choose among all labels.',
    );
  if (groups.some(({ group }) => group !== null))
    notes.push(
      'The procedures, forms and replies of what is held out are known to the policies; its sessions are not. The interval of a mean takes the tasks or domains as given.',
    );
  const seen = groups.reduce((sum, { train }) => sum + train.length, 0) / groups.length;
  const tested = groups.reduce((sum, { test }) => sum + test.length, 0);
  notes.push(`Trained on ${Math.round(seen)} sessions${groups.length > 1 ? ' on average' : ''}, tested on ${tested}.`);
  if (dataset.sessions.every(({ id }) => id.startsWith('star-')) && dataset.sessions.length < STAR_SESSIONS)
    notes.push(
      `These are ${dataset.sessions.length} of STAR's 6,652 dialogues: published figures are for all of them, so that train and test differ.`,
    );
  notes.push('Training times of models that were read from the cache are those of when they were trained.');
  return notes;
}
