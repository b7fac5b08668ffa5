import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

import { type Candidate, candidateAction, candidates, formsAsking } from '../features/candidates.ts';
import { fillForms, type ScoreValues } from './fill-forms.ts';
import { energyOf, type Ranked, rank } from './rank.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A screen and the actions that it offers, one at least. */
export interface Choice {
  readonly screen: Screen;
  readonly offered: readonly Candidate[];
}

/** What suggestions are made from. */
export interface SuggestionModel {
  /** One score for each action of each choice. */
  scoreActions(choices: readonly Choice[]): Promise<readonly Float32Array[]>;
  readonly scoreValues: ScoreValues;
  /** Scores of actions are divided by it before they become confidences. */
  readonly temperature: number;
  readonly vocabulary: Vocabulary;
}

interface Ranking {
  readonly best: readonly Ranked[];
  readonly energy: number | null;
}

const NOTHING: Ranking = { best: [], energy: null };

/** Suggests actions for screens: ranks the candidates, then fills in the forms among the best, and the slots of messages. */
export async function suggest(screens: readonly Screen[], model: SuggestionModel): Promise<Suggestion[]> {
  const offered = screens.map((screen) => candidates(screen));
  const asked = screens.flatMap((_, index) => (offered[index]!.length > 0 ? [index] : []));
  const scored = await model.scoreActions(
    asked.map((index) => ({ screen: screens[index]!, offered: offered[index]! })),
  );
  const rankings: Ranking[] = screens.map(() => NOTHING);
  for (const [row, index] of asked.entries()) {
    const scores = scored[row]!;
    rankings[index] = { best: rank(offered[index]!, scores, model.temperature), energy: energyOf(scores) };
  }
  const wanted = rankings.map(({ best }, index) => {
    const screen = screens[index]!;
    const forms = best.flatMap(({ candidate }) =>
      candidate.kind === 'submit_form' ? [candidate.control.form ?? ''] : formsAsking(candidate, screen),
    );
    return { screen, forms: [...new Set(forms)] };
  });
  const filled = await fillForms(wanted, model.vocabulary, model.scoreValues);
  return rankings.map(({ best, energy }, index) => {
    const ranked = best.flatMap(({ candidate, confidence }) => {
      const forms = filled[index]!;
      const action = candidateAction(candidate, screens[index]!, {
        // A method: a named function made at every step costs more than the call.
        values(form) {
          return forms.get(form)?.values ?? null;
        },
        said: [...forms.values()].map(({ known }) => known),
      });
      return action ? [{ action, confidence }] : [];
    });
    return energy === null ? { ranked } : { ranked, energy };
  });
}
