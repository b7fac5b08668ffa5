import { createOperator } from '../../../simulators/operators/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/operator-times.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Crew } from '../../stages/rounds-input.ts';

/** Operators of this noise. */
export function crew(name: string, noise: NoiseSettings, times: OperatorTimes): Crew {
  return { name, noise, operator: createOperator({ noise, times }) };
}
