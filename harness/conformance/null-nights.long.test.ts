import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../bench/models/discover.ts';
import { compareWithBaseline } from '../bench/regress/compare-with-baseline.ts';
import { DEFAULT_RULES } from '../bench/regress/rules.ts';
import { simulateNullNights, simulatePower } from '../bench/regress/simulate-nights.ts';
import type { Metric } from '../contract/metric.ts';
import { Companies } from './companies.ts';
import { deploySmall, usualRecipes } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';
import { forgetful, playStored } from './stored-run.ts';

const NIGHTS = 1000;
const world = smallWorld(150);
const { policy: usualPolicy, critic: usualCritic } = await usualRecipes();
const companies = new Companies(world, [usualPolicy]);
const metrics = await discover<Metric>('reports/metrics', 'metric');
let root: string;
let night: Parameters<typeof simulateNullNights>[0];

/** Two real runs: of one policy, and of it made wrong in 1 step of 20. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-nights-'));
  const { policy, reviews } = await companies.of(usualPolicy);
  const roles = await deploySmall(policy, reviews, usualCritic);
  const base = await playStored(join(root, 'base'), { world, roles });
  const next = await playStored(join(root, 'next'), { world, roles: { ...roles, policy: forgetful(policy, 0.05) } });
  await roles.critic.dispose();
  night = { rules: DEFAULT_RULES, metrics, measured: compareWithBaseline(base, next, metrics, []).measured };
}, 600_000);
afterAll(async () => {
  await companies.dispose();
  rmSync(root, { recursive: true, force: true });
});

describe('nights of two real runs', () => {
  it('cry wolf on at most one in twenty, over all checks together, where nothing changed', () => {
    const { falseAlarms, falseFailures } = simulateNullNights(night, NIGHTS, '1');
    expect(falseAlarms.low).toBeLessThan(0.05);
    expect(falseFailures.estimate).toBeLessThanOrEqual(falseAlarms.estimate);
    expect(falseAlarms.estimate).toBeLessThanOrEqual(0.06);
  });

  it('find what is worse the more often, the more sessions they have', () => {
    const foundWith = (sessions: number) =>
      simulatePower(night, { nights: 200, sessions, seed: '1' }).find(({ check }) => check.metric === 'action_accuracy')
        ?.worse.estimate ?? Number.NaN;
    const [few, many] = [foundWith(20), foundWith(300)];
    expect(few).toBeLessThan(0.5);
    expect(many).toBeGreaterThan(0.8);
  });
});
