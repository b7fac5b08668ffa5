import { InvalidArgumentError } from 'commander';
import { crossNoise, type NoisePoint } from '../../bench/noise/noise-grid.ts';

/** A noise that operators answer with. */
export interface NamedNoise {
  /** As the option writes it, such as `0/0.3/0`; `none` without any. */
  readonly label: string;
  readonly point: NoisePoint;
}

/** Reads `none`, or α, β and slip as `0/0.3/0`. Throws: `InvalidArgumentError`. */
export function parseNoise(label: string): NamedNoise {
  const [alpha, beta, slip, ...more] = label === 'none' ? ['0', '0', '0'] : label.split('/');
  const [point] = alpha && beta && slip && more.length === 0 ? crossNoise({ alpha, beta, slip }) : [];
  if (!point) throw new InvalidArgumentError(`"${label}" is no noise: give none, or alpha/beta/slip such as 0/0.3/0.`);
  return { label, point };
}
