import { formatNumber } from '../../../reports/present/format-value.ts';
import type { PooledNoise } from './results.ts';

/** Where answers come from, and what the figures do not hold. */
export function alignNotes(results: readonly PooledNoise[], policy: string): string[] {
  const populations = results[0]?.populations.length ?? 0;
  return [
    [
      `A small grid: ${populations} population${populations === 1 ? '' : 's'}.`,
      'Intervals hold which sessions were judged; how far populations differ is seen in the columns least and most.',
    ].join(' '),
    [
      `Policy ${policy}, trained on its logs and then deployed: operators of each noise answer to what it suggests in sessions`,
      'of their own. A twin of the deployed policy, with another seed, says what of the hard set is right by luck.',
      'No evaluation session is trained on.',
    ].join(' '),
    [
      'Learning rate and β are chosen on held-out answers of the first population, under the same noise:',
      'by how often the trained policy would have done what the operator did.',
    ].join(' '),
    'What accepted and refused suggestions count for is weighed so that either side counts for half (kto, sft-answers).',
    ...results.map(({ noise, counts: { pairs, flipped } }) => {
      const share = pairs === 0 ? '0' : formatNumber((100 * flipped) / pairs, 1);
      const same = flipped === 0 ? ': with none, robust-dpo is dpo, and not trained' : ', as robust-dpo is told';
      return `Noise ${noise}: ${flipped} of ${pairs} pairs are the wrong way round (${share} %)${same}.`;
    }),
  ];
}
