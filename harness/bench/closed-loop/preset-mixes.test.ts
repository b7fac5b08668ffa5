import { describe, expect, it } from 'vitest';
import { FROZEN_MIXES, hashMixes, PRESET_MIXES } from './preset-mixes.ts';

const mixOf = (name: string, population: string) => PRESET_MIXES.find((mix) => mix.name === name)!.of(population);

describe('mixes of the preset', () => {
  it('are those that were set down before their figures were looked at', () => {
    expect(hashMixes()).toBe(FROZEN_MIXES);
  });

  it('hold the same processes', () => {
    const [preset, ...others] = PRESET_MIXES.map(({ of }) => Object.keys(of('a')).sort());
    expect(others).toEqual(others.map(() => preset));
  });

  it('are the same for all populations, but for the ranks of a long tail', () => {
    for (const name of ['preset', 'equal']) expect(mixOf(name, 'a')).toEqual(mixOf(name, 'b'));
    const [a, b] = [mixOf('long-tailed', 'a'), mixOf('long-tailed', 'b')];
    expect(a).not.toEqual(b);
    expect(Object.values(a).sort()).toEqual(Object.values(b).sort());
    expect(mixOf('long-tailed', 'a')).toEqual(a);
  });
});
