import type { Policy } from '../../../harness/contract/policy.ts';
import { actionAnswers } from '../../networks/alignment/answer-at.ts';
import type { Trainable, TrainableNetwork } from '../../networks/alignment/trainable.ts';
import { inPrecision } from '../../networks/export/in-precision.ts';
import { alignableRanker, rankerParameters } from '../../networks/ranker/alignable.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import { rankerModel } from '../../networks/ranker/scorer.ts';
import { actionItem } from './examples.ts';
import { ACTION_RANKER } from './settings.ts';
import type { NetworkModels, StoredShapes } from './stored.ts';
import { valueNetwork } from './value-network.ts';

interface Served {
  readonly shapes: StoredShapes;
  readonly models: () => NetworkModels;
  readonly providers: readonly string[] | undefined;
  readonly serve: (name: string, models: NetworkModels) => Promise<Policy>;
}

/** The two rankers of an n-gram policy, to be trained on with answers. */
export function trainableNgram({ shapes, models, providers, serve }: Served): Trainable {
  return {
    async networks() {
      const { actions, values } = models();
      return [
        actionNetwork(actions, shapes, providers),
        valueNetwork(values, shapes.vocabulary, shapes.values, providers),
      ];
    },
    serve(name, { actions, values }, precision = 'fp32') {
      const own = models();
      return serve(name, {
        actions: inPrecision(actions ? rankerModel(actions) : own.actions, precision),
        values: inPrecision(values ? rankerModel(values) : own.values, precision),
      });
    },
  };
}

function actionNetwork(
  model: Uint8Array,
  { knowledge, filter, actions }: StoredShapes,
  providers: readonly string[] | undefined,
): TrainableNetwork<RankingItem> {
  const known = { charts: knowledge.charts, named: (name: string) => knowledge.seen.has(name), kept: filter };
  return {
    name: 'actions',
    searched: ['hidden'],
    model: alignableRanker(rankerParameters(model), { ...ACTION_RANKER, shape: actions }, providers),
    answersOf: async (answered) => actionAnswers(answered, (screen, offered) => actionItem(screen, offered, known)),
  };
}
