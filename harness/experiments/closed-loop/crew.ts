import { createOperator } from '../../../simulators/operators/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/operator-times.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Crew } from '../../stages/rounds-input.ts';

/** Operators of this noise, from this population. */
export function crew(name: string, noise: NoiseSettings, times: OperatorTimes, population: string): Crew {
  return { name, noise, operator: createOperator({ noise, times, population }) };
}
