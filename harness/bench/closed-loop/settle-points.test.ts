import { expect, it } from 'vitest';
import { uniformRate } from '../../contract/noise-rates.ts';
import { CLEAN, PAPER, settlePoints, withTrait } from './settle-points.ts';

const OPTIONS = { alpha: '0,0.2', beta: '0.1', slip: '0.02,0.05', traits: 'vigilance=2, skill=1' };

it('the grid crosses α, β and the first slip; further slips and traits each stand on the paper’s operators', () => {
  const points = settlePoints(OPTIONS);
  expect(points.map(({ label }) => label)).toEqual([
    'α 0 β 0.1 slip 0.02',
    'α 0.2 β 0.1 slip 0.02',
    'paper, slip 0.05',
    'paper, vigilance 2',
    'paper, skill 1',
  ]);
  const { notice, keeps } = PAPER.noise;
  expect(points[1]?.noise).toEqual({
    ...{ alpha: uniformRate(0.2), beta: uniformRate(0.1), slip: uniformRate(0.02), notice, keeps },
  });
  expect(points[2]?.noise).toEqual({ ...PAPER.noise, slip: uniformRate(0.05) });
  expect(points[2]).toMatchObject({ alpha: 'paper', slip: '0.05', trait: '–' });
});

it('one more trait leaves all others of the operators as they are', () => {
  const others = PAPER.noise.traits ?? {};
  expect(Object.keys(others)).not.toEqual([]);
  const { noise, trait } = withTrait(PAPER, 'vigilance', 2);
  expect(noise).toEqual({ ...PAPER.noise, traits: { ...others, vigilance: 2 } });
  expect(trait).toBe('vigilance 2');
  expect(withTrait(CLEAN, 'skill', 1).noise.traits).toEqual({ skill: 1 });
});
