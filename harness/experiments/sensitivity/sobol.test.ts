import { describe, expect, it } from 'vitest';
import { runCli } from '../../test-cli.ts';
import { type InputIndex, measureIndices, type PlayedDesign } from './measure-indices.ts';
import { CHANCE } from './screened-inputs.ts';
import { indexedInputs, POPULATION, sobolDesign } from './sobol-design.ts';
import { indicesFindings } from './sobol-words.ts';

const PARAMETERS = 'alpha,beta,vigilance,mix';
const NAMES = ['α', 'β', 'vigilance', 'mix of processes'];

describe('the design', () => {
  const design = sobolDesign(PARAMETERS, 3, '1');
  const valuesOf = ({ settings }: (typeof design)[number]) => [
    ...NAMES.slice(0, 3).map((name) => settings.values.get(name)),
    settings.mix.name,
  ];

  it('holds A, B and A with each input as in B, once in each row', () => {
    expect(design).toHaveLength(3 * 8);
    for (const row of [1, 2, 3]) {
      const own = design.filter((one) => one.row === row);
      const point = (name: string) => own.find((one) => one.point === name)!;
      const [a, b] = [point('A'), point('B')];
      expect(a.population.seed).not.toBe(b.population.seed);
      for (const [place, name] of NAMES.entries()) {
        expect(valuesOf(point(name))).toEqual(valuesOf(a).with(place, valuesOf(b)[place]));
        expect(point(name).population).toEqual(a.population);
        expect(point(name).settings.isRedrawn).toBe(false);
      }
      expect(valuesOf(point(POPULATION))).toEqual(valuesOf(a));
      expect(point(POPULATION).population).toEqual(b.population);
      expect(valuesOf(point(CHANCE))).toEqual(valuesOf(a));
      expect(point(CHANCE).settings.isRedrawn).toBe(true);
    }
  });

  it('leaves what is not named as in the preset, and gives each row populations of its own', () => {
    const noise = design[0]!.settings.noise;
    expect(design.every(({ settings }) => settings.noise.notice === noise.notice)).toBe(true);
    expect(new Set(design.map(({ population }) => population.seed)).size).toBe(6);
    expect(sobolDesign(PARAMETERS, 1, '1')).toEqual(design.filter(({ row }) => row === 1));
  });

  it('plays points of one population and mix one after the other', () => {
    const places = design.map(({ population, settings }) => `${population.seed} ${settings.mix.name}`);
    const changes = places.filter((place, at) => place !== places[at - 1]).length;
    expect(changes).toBeLessThanOrEqual(3 * 4);
  });
});

describe('indices', () => {
  const inputs = indexedInputs(PARAMETERS);
  /** A made-up desk: β matters by itself, α and vigilance through one another, mix not; draws and populations a little. */
  const played = sobolDesign(PARAMETERS, 200, '1').map((one): PlayedDesign => {
    const value = (name: string) => one.settings.values.get(name)!;
    const team = 0.05 * Math.sin(Number(one.population.number) ** 2);
    const noise = one.settings.isRedrawn ? 0.02 * Math.cos(one.row) : 0;
    return {
      ...one,
      automated: 0.9 - value('β') + team + noise,
      goals: 0.5 + 0.3 * (value('α') - 1) * (value('vigilance') - 1) + noise,
      saved: one.row === 7 ? null : 0.3,
      crashes: [],
    };
  });
  const found = measureIndices(played, inputs, { seed: '1' });
  const of = (outcome: string, input: string): InputIndex =>
    found.find((one) => one.outcome === outcome && one.input === input)!;

  it('say what matters by itself, and that it does not interact', () => {
    const beta = of('automated', 'β');
    expect(beta).toMatchObject({ verdict: 'matters', interacts: false });
    expect(beta.total.estimate!).toBeGreaterThan(0.8);
    expect(Math.abs(beta.total.estimate! - beta.first!.estimate!)).toBeLessThan(0.15);
    expect(of('automated', 'mix of processes')).toMatchObject({ verdict: 'no more than chance' });
  });

  it('say what matters through another', () => {
    for (const input of ['α', 'vigilance']) {
      const one = of('goals', input);
      expect(one).toMatchObject({ verdict: 'matters', interacts: true });
      expect(Math.abs(one.first!.estimate!)).toBeLessThan(0.3);
      expect(one.total.estimate!).toBeGreaterThan(0.7);
    }
  });

  it('say how much is drawn', () => {
    const [population, chance] = [of('automated', POPULATION), of('automated', CHANCE)];
    expect(population.total.estimate!).toBeGreaterThan(chance.total.estimate!);
    expect(chance.total.estimate!).toBeGreaterThan(0);
    expect(chance.first).toBeNull();
    expect(of('goals', POPULATION).total.estimate).toBe(0);
  });

  it('say so in words', () => {
    const [automated, saved, goals] = indicesFindings(found);
    expect(automated).toMatch(/^Sessions automated: what matters is β \(total 0\.\d+ \[.*No more than chance: .*mix/);
    expect(automated).toContain('No parameter is shown to interact');
    expect(saved).toContain('no parameter is shown to do more than chance.');
    expect(goals).toMatch(/Shown to interact: (α and vigilance|vigilance and α)\./);
  });

  it('of few rows decide nothing', () => {
    const few = measureIndices(
      played.filter(({ row }) => row <= 15),
      inputs,
      { seed: '1' },
    );
    expect(new Set(few.map(({ verdict }) => verdict))).toEqual(new Set(['undecided', null]));
    expect(few.some(({ interacts }) => interacts)).toBe(false);
  });
});

describe('bench sensitivity --parameters', () => {
  it.each([
    ['beta,gamma', 'There is no "gamma": use some of alpha, beta, slip, notice, automation-bias, vigilance, mix.'],
    ['beta', 'Give two or more, each once.'],
    ['beta,beta', 'Give two or more, each once.'],
  ])('refuses --parameters %s', async (parameters, message) => {
    const { status, text } = await runCli('sensitivity', '--sobol', '2', '--parameters', parameters);
    expect(status).toBe(2);
    expect(text).toContain(message);
  });
});
