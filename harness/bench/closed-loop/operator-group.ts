import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { OperatorGroup } from '../../deployment/rounds-input.ts';

/** Operators of this noise, from this population. */
export function operatorGroup(
  name: string,
  noise: NoiseSettings,
  times: OperatorTimes,
  population: string,
): OperatorGroup {
  return { name, noise, operator: createOperator({ noise, times, population }) };
}
