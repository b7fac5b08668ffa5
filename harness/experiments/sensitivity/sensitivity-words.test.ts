import { describe, expect, it } from 'vitest';
import { morrisTrajectories } from '../../../reports/stats/morris.ts';
import { createRng } from '../../shared/streams.ts';
import { type PlayedPoint, screenInputs } from './screen-inputs.ts';
import { INPUTS, screenedInputs, settingsAt } from './screened-inputs.ts';
import { nextStep, screeningFindings } from './sensitivity-words.ts';

const LEVELS = 4;
const trajectories = morrisTrajectories(screenedInputs(LEVELS), 14, createRng('test', 'sensitivity'));

/** Runs of a made-up desk: β matters alike everywhere, notice by where α stands, and draws change a little. */
const played = trajectories.flatMap(({ points }, at) =>
  points.map((point, which): PlayedPoint => {
    const settings = settingsAt(point, LEVELS);
    const value = (name: string) => settings.values.get(name)!;
    const noise = settings.isRedrawn ? 0.01 * Math.sin(at) : 0;
    const automated = 0.9 - value('β') + noise;
    const goals = 0.5 + 0.8 * (value('α') - 1) * (value('notice') - 0.3) + noise;
    return { trajectory: at + 1, point: which + 1, settings, automated, goals, saved: 0.3 + noise, crashes: [] };
  }),
);
const effects = screenInputs(trajectories, played);
const found = (outcome: string, input: string) =>
  effects.find((one) => one.outcome === outcome && one.input === input)!;

describe('screening', () => {
  it('finds what matters, alike everywhere or by where others stand, and what does not', () => {
    expect(found('automated', 'β')).toMatchObject({ verdict: 'matters' });
    expect(found('automated', 'β').mu).toBeCloseTo(-0.6, 9);
    expect(found('automated', 'β').sigma).toBeCloseTo(0, 9);
    expect(found('automated', 'slip')).toMatchObject({ verdict: 'no more than chance' });
    expect(found('goals', 'notice')).toMatchObject({ verdict: 'matters' });
    expect(effects.filter(({ outcome, verdict }) => outcome === 'saved' && verdict === 'matters')).toEqual([]);
  });

  it('says so in words', () => {
    const [automated, saved, goals] = screeningFindings(effects);
    expect(automated).toMatch(/^Sessions automated: what matters is β \(60\.0.*\)\. No more than chance: .*slip/);
    expect(saved).toContain('no parameter is shown to do more than chance.');
    expect(goals).toMatch(/effects of .*notice.* differ by as much as they are large/);
  });

  it('names what is worth Sobol’s indices, the largest first', () => {
    expect(nextStep(effects)).toMatch(
      / --sobol 64 --parameters (beta|notice|alpha),(beta|notice|alpha),(beta|notice|alpha),\S+$/,
    );
    const alone = effects.map((one) => ({ ...one, beyondChance: one.input === 'vigilance' ? one.muStar : null }));
    expect(nextStep(alone)).toContain('--parameters vigilance,');
  });

  it('leaves undecided what too few trajectories show', () => {
    const few = screenInputs(trajectories.slice(0, 1), played);
    expect(few.flatMap(({ verdict }) => verdict ?? [])).toEqual(
      Array.from({ length: 3 * (INPUTS.length - 1) }, () => 'undecided'),
    );
  });

  it('leaves out what could not be measured', () => {
    const holed = played.map((one) => (one.trajectory === 1 ? { ...one, goals: null } : one));
    const [first] = screenInputs(trajectories, holed).filter(({ outcome }) => outcome === 'goals');
    expect(first?.muStar.of).toBe(13);
  });
});
