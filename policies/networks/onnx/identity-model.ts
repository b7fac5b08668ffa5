import { node } from '../export/model-file.ts';
import { smallModel } from './small-model.ts';

/** Shape of a float32 tensor. */
export interface Shaped {
  readonly dims: readonly number[];
}

/** A model that gives each float32 input `x` as output `x.next`, unchanged. */
export function identityModel(tensors: Readonly<Record<string, Shaped>>): Uint8Array {
  const names = Object.keys(tensors);
  return smallModel(
    names.map((name) => node('Identity', [name], [`${name}.next`])),
    Object.fromEntries(names.map((name) => [name, tensors[name]!.dims])),
    Object.fromEntries(names.map((name) => [`${name}.next`, tensors[name]!.dims])),
  );
}
