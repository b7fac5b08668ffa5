import type { GraphOperator, OperatorName } from '../operator.ts';
import { elementwise } from './elementwise.ts';
import { layout } from './layout.ts';
import { linear } from './linear.ts';
import { lookup } from './lookup.ts';
import { normalization, softmax } from './normalization.ts';
import { reductions } from './reduction.ts';

/** Every operator that a gradient graph may hold. To add one: its name in `OperatorName`, its entry in a family. */
export const OPERATORS: Readonly<Record<OperatorName, GraphOperator>> = {
  ...elementwise,
  ...reductions,
  ...linear,
  ...softmax,
  ...normalization,
  ...layout,
  ...lookup,
};
