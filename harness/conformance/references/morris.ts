import { z } from 'zod';
import { elementaryEffects, screeningOf } from '../../../reports/stats/morris.ts';
import type { Output, Reference } from './support/reference.ts';

/** SALib's own trajectories: the level of each input at each point, and the output there. */
const input = z.strictObject({
  levels: z.number(),
  inputs: z.number(),
  points: z.array(z.array(z.number())),
  outputs: z.array(z.number()),
});

const AGREE: Omit<Output, 'what'> = {
  by: 'SALib.analyze.morris.analyze',
  measure: 'absolute',
  tolerance: 1e-10,
  verdict: 'they agree, on its trajectories',
};

export const reference: Reference = {
  name: 'morris',
  subject: 'Morris screening',
  outputs: {
    mu: { what: 'μ, mean effect', ...AGREE },
    muStar: { what: 'μ*, mean size of the effect', ...AGREE },
    sigma: { what: 'σ, spread of the effect', ...AGREE },
  },
  ours(given) {
    const { levels, inputs, points, outputs } = input.parse(given);
    const starts = Array.from({ length: points.length / (inputs + 1) }, (_, at) => at * (inputs + 1));
    const effects = starts.map((start) =>
      elementaryEffects(
        { steps: Array.from({ length: inputs }, (_, at) => stepOf(points, start + at, levels)) },
        outputs.slice(start, start + inputs + 1),
      ),
    );
    const found = Array.from({ length: inputs }, (_, place) => screeningOf(effects.map((one) => one[place] ?? null)));
    return {
      mu: found.map(({ mu }) => mu),
      muStar: found.map(({ muStar }) => muStar.estimate),
      sigma: found.map(({ sigma }) => sigma),
    };
  },
};

function stepOf(points: readonly (readonly number[])[], at: number, levels: number) {
  const [from = [], to = []] = points.slice(at, at + 2);
  const place = from.findIndex((level, which) => level !== to[which]);
  return { input: place, by: ((to[place] ?? 0) - (from[place] ?? 0)) / (levels - 1) };
}
