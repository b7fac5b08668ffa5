import type { RankerShape } from '../../networks/ranker/network.ts';
import type { FeatureFilter } from '../../screens/features/feature-filter.ts';
import type { Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import type { Knowledge } from './knowledge.ts';

export type NetworkName = 'actions' | 'values';

/** A policy's two rankers as ONNX models. */
export type NetworkModels = Readonly<Record<NetworkName, Uint8Array>>;

/** What is needed to feed a stored policy's two networks. */
export interface StoredShapes {
  readonly actions: RankerShape;
  readonly values: RankerShape;
  readonly vocabulary: Vocabulary;
  readonly knowledge: Knowledge;
  readonly filter: FeatureFilter;
}
