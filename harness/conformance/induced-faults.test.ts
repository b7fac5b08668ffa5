import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Night } from '../../reports/nightly/night.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { type Comparison, compareRuns } from '../bench/compare/compare-runs.ts';
import { comparisonFindings, verdictOf } from '../bench/compare/comparison-figures.ts';
import { discover } from '../bench/models/discover.ts';
import { baselineOf, baselineText } from '../bench/regress/baseline.ts';
import { captureOutput } from '../capture-output.ts';
import type { Critic } from '../contract/critic.ts';
import { type Environment, InfrastructureError } from '../contract/environment.ts';
import type { Metric } from '../contract/metric.ts';
import { memoCritic, memoPolicy } from '../engine/memo.ts';
import type { CellRoles } from '../engine/roles.ts';
import { wrapCritic, wrapGate, wrapPolicy } from '../engine/wrap-role.ts';
import { testFingerprint } from '../runner/test-run.ts';
import { type RegressOptions, regress } from '../tools/regress.ts';
import { Companies } from './companies.ts';
import { deploySmall, usualRecipes } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';
import { forgetful, playStored, type StoredRun } from './stored-run.ts';

/** Faults as a nightly job meets them, each induced on purpose: what `bench compare` says of them must be what was done. */
const SESSIONS = 60;
const TRAINING_MS = 600_000;
const world = smallWorld(SESSIONS);
const { policy: usualPolicy, critic: usualCritic } = await usualRecipes();
const metrics = await discover<Metric>('reports/metrics', 'metric');
const companies = new Companies(world, [usualPolicy]);

let root: string;
let plain: CellRoles & { readonly critic: Critic };
/** The same, their answers remembered: most of the runs meet the screens of the first one. */
let roles: typeof plain;
let base: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-compare-'));
  const { policy, reviews } = await companies.of(usualPolicy);
  plain = await deploySmall(policy, reviews, usualCritic);
  roles = { ...plain, policy: memoPolicy(policy), critic: memoCritic(plain.critic) };
  base = await play({ roles: plain });
}, TRAINING_MS);
afterAll(async () => {
  await plain?.critic.dispose();
  await companies.dispose();
  rmSync(root, { recursive: true, force: true });
});

interface Fault extends Partial<Omit<StoredRun, 'roles'>> {
  readonly roles?: Partial<CellRoles>;
}

/** A run under the fault, in a folder of its own. */
const play = ({ roles: own, ...fault }: Fault) =>
  playStored(mkdtempSync(join(root, 'run-')), { world, roles: { ...roles, ...own }, ...fault });

const openDesk = () => createInProcessDesk(world.catalog);

async function compareWith(fault: Fault): Promise<Comparison> {
  return compareRuns({ base, next: await play(fault), across: [], metrics });
}

const layersOf = ({ layers }: Comparison) => layers.map(({ layer }) => layer);
const verdictsOf = ({ metrics: compared }: Comparison, name: string) =>
  compared.filter(({ metric }) => metric.name === name).map(verdictOf);

describe('a fault is told for what it is', () => {
  it('none: a run again is the same', async () => {
    const comparison = await compareWith({ roles: plain });
    expect(comparison).toMatchObject({ layers: [], differing: 0, incomplete: [], flips: [] });
    expect(new Set(comparison.metrics.map(verdictOf).filter((one) => one !== null))).toEqual(new Set(['unchanged']));
    expect(comparisonFindings(comparison)[0]).toBe(`The runs are the same: ${2 * SESSIONS} episodes, step by step.`);
  });

  it('a page that shows something else', async () => {
    const desk = (): Environment => {
      const own = openDesk();
      const subject = (text: string) => `${text} `;
      return {
        reset: (opening) => own.reset(opening),
        perform: (action, actor) => own.perform(action, actor),
        deliver: (arrivals) => own.deliver(arrivals),
        close: () => own.close(),
        observe: async () => {
          const screen = await own.observe();
          return { ...screen, subject: subject(screen.subject) };
        },
      };
    };
    const comparison = await compareWith({ desk });
    expect(layersOf(comparison)[0]).toBe('screens');
    expect(comparison.layers[0]?.first).toMatchObject({ step: 0, field: 'screenHash' });
  });

  it.each([0.3, 0.025, 0.003])('a policy that is wrong in %d more of all steps', async (share) => {
    const comparison = await compareWith({ roles: { policy: forgetful(roles.policy!, share) } });
    expect(layersOf(comparison)).toEqual(['suggestions']);
    expect(comparison.layers[0]?.first.field).toBe('suggestion');
    if (share === 0.3) {
      expect(verdictsOf(comparison, 'action_accuracy')).toEqual(['worse', 'worse']);
      expect(comparison.flips[0]?.next).toBeLessThan(comparison.flips[0]?.base ?? 0);
    }
  });

  it('the last bit of a score', async () => {
    const critic = roles.critic;
    const lastBit = wrapCritic(critic, {
      score: async (proposals) => (await critic.score(proposals)).map((one) => one * (1 + Number.EPSILON)),
    });
    const comparison = await compareWith({ roles: { critic: lastBit } });
    expect(layersOf(comparison)).toEqual(['scores']);
    expect(new Set(comparison.metrics.map(verdictOf).filter((one) => one !== null))).toEqual(new Set(['unchanged']));
  });

  it('other data, another seed, other settings: no comparison, unless they are meant', async () => {
    const others = [
      ['data', { datasetHash: 'c'.repeat(64) }],
      ['seed', { seed: '2' }],
      ['sessions', { settings: { ...testFingerprint.settings, sessions: 2 } }],
    ] as const;
    for (const [name, fingerprint] of others) {
      const next = await play({ fingerprint });
      expect(() => compareRuns({ base, next, across: [], metrics })).toThrow(`say --across ${name}`);
      const [meant = ''] = comparisonFindings(compareRuns({ base, next, across: [name], metrics }));
      expect(meant).toMatch(new RegExp(`^Meant to differ: ${name}: `));
    }
    expect(() => compareRuns({ base, next: base, across: ['speed'], metrics })).toThrow('known are data, seed');
  });

  it('other code and versions: named, and no hindrance', async () => {
    const comparison = await compareWith({ fingerprint: { code: { test: 'd'.repeat(64) }, versions: { node: '22' } } });
    expect(comparison.changed).toEqual(['code of test', 'versions.node: "20" there, "22" here']);
  });

  it('a browser that was killed once: the same run, started again once', async () => {
    let killed = false;
    const desk = (): Environment => {
      const own = openDesk();
      const perform = own.perform.bind(own);
      own.perform = (action, actor) => {
        if (killed) return perform(action, actor);
        killed = true;
        throw new InfrastructureError('the browser went away');
      };
      return own;
    };
    const comparison = await compareWith({ desk });
    expect(comparison).toMatchObject({ layers: [], differing: 0, incomplete: [], retried: { base: 0, next: 1 } });
    expect(comparisonFindings(comparison).join(' ')).toContain(
      'Episodes started again after a fault of the desk: 0 in the base run, 1 in the new one.',
    );
  });

  it('a slower engine: said, and no verdict', async () => {
    let waited = false;
    const slow = wrapPolicy(roles.policy!, {
      suggest: async (screens) => {
        if (!waited) await setTimeout(2000);
        waited = true;
        return roles.policy!.suggest(screens);
      },
    });
    const comparison = await compareWith({ roles: { policy: slow } });
    expect(comparison.layers).toEqual([]);
    expect(comparison.seconds.next).toBeGreaterThanOrEqual(2);
    expect(comparisonFindings(comparison).join(' ')).toMatch(/took [\d.]+ s, the new one [\d.]+ s/);
  });

  it('a gate that is shut', async () => {
    const shut = wrapGate(roles.gate!, { decide: () => 'defer' });
    const comparison = await compareWith({ roles: { gate: shut } });
    expect(layersOf(comparison)).toEqual(['decisions']);
    expect(comparison.layers[0]?.first).toMatchObject({ base: '"execute"', next: '"defer"' });
    expect(verdictsOf(comparison, 'step_automation')).toContain('worse');
  });

  it('operators who answer otherwise', async () => {
    const operator = roles.operator!;
    const hasty: typeof operator = {
      ...operator,
      respond: (...given) => {
        const answer = operator.respond(...given);
        return { ...answer, activeMs: answer.activeMs + 1 };
      },
    };
    expect(layersOf(await compareWith({ roles: { operator: hasty } }))).toEqual(['times']);
  });

  it('a policy that throws: not whole', async () => {
    let asked = 0;
    const policy = wrapPolicy(roles.policy!, {
      suggest: async (screens) => {
        if (++asked > 20) throw new Error('out of memory');
        return roles.policy!.suggest(screens);
      },
    });
    const next = await play({ roles: { policy } });
    const found = compareRuns({ base, next, across: [], metrics });
    expect(found.incomplete[0]).toBe('The new run has not ended.');
    expect(comparisonFindings(found)[0]).toMatch(/^Not whole: /);
  });

  it('no browser: no run', () => {
    const nowhere = join(root, 'nowhere');
    expect(existsSync(nowhere)).toBe(false);
    expect(() => compareRuns({ base, next: nowhere, across: [], metrics })).toThrow("is not a run's description");
  });
});

describe('the verdict of a night', () => {
  /** Exit code and verdict of a run beside the base run, and beside its sums. */
  async function judged(fault: Fault, over: Partial<RegressOptions> = {}) {
    const next = await play(fault);
    const sums = join(root, 'baseline.json');
    writeFileSync(sums, baselineText(baselineOf(base, metrics)));
    const found = [];
    for (const baseline of [base, sums]) {
      const output = captureOutput();
      const { exitCode } = process;
      try {
        await regress(next, { baseline, reporter: 'json', ...over });
        const night = JSON.parse(readFileSync(join(next, 'night.json'), 'utf8')) as Night;
        found.push(`${night.verdict} ${process.exitCode}`);
      } finally {
        process.exitCode = exitCode;
        output.end();
      }
    }
    return found;
  }

  it('passes a run that is the same', async () => {
    expect(await judged({})).toEqual(['PASS 0', 'PASS 0']);
  });

  it('warns of screens alone where it has traces, and fails where they must hold', async () => {
    const desk = () => {
      const own = openDesk();
      const observe = own.observe.bind(own);
      own.observe = () => ({ ...observe(), subject: 'another' });
      return own;
    };
    expect((await judged({ desk }))[0]).toBe('WARN 0');
    const rules = join(root, 'rules.json');
    const text = '{ "checks": [{ "metric": "action_accuracy", "tier": "must" }], "layers": { "screens": "must" } }';
    writeFileSync(rules, text);
    expect((await judged({ desk }, { rules }))[0]).toBe('FAIL 1');
  });

  it('fails where the gate is shut, and where a policy is much worse', async () => {
    const gate = wrapGate(roles.gate!, { decide: () => 'defer' });
    expect(await judged({ roles: { gate } })).toEqual(['FAIL 1', 'FAIL 1']);
    expect(await judged({ roles: { policy: forgetful(roles.policy!, 0.3) } })).toEqual(['FAIL 1', 'FAIL 1']);
  });

  it('is undecided where too little is known, which is no pass', async () => {
    const policy = forgetful(roles.policy!, 0.05);
    const rules = join(root, 'fewest.json');
    writeFileSync(rules, '{ "checks": [{ "metric": "action_accuracy", "tier": "must", "fewestSessions": 500 }] }');
    expect(await judged({ roles: { policy } }, { rules })).toEqual(['UNDECIDED 4', 'UNDECIDED 4']);
  });

  it('is undecided where episodes crashed, and fails where the others show it', async () => {
    const desk = (): Environment => {
      const own = openDesk();
      const reset = own.reset.bind(own);
      own.reset = (opening) => {
        if (opening.id === world.fresh[0]!.id) throw new InfrastructureError('the browser went away');
        return reset(opening);
      };
      return own;
    };
    expect(await judged({ desk })).toEqual(['UNDECIDED 3', 'UNDECIDED 3']);
    const gate = wrapGate(roles.gate!, { decide: () => 'defer' });
    expect(await judged({ desk, roles: { gate } })).toEqual(['FAIL 1', 'FAIL 1']);
  });

  it('passes a loss that the margins allow', async () => {
    expect(await judged({ roles: { policy: forgetful(roles.policy!, 0.01) } })).toEqual(['PASS 0', 'PASS 0']);
  });

  it('gives none on a run that answers another question, or has no end', async () => {
    await expect(judged({ fingerprint: { datasetHash: 'e'.repeat(64) } })).rejects.toThrow('say --across data');
    const policy = wrapPolicy(roles.policy!, { suggest: () => Promise.reject(new Error('out of memory')) });
    await expect(judged({ roles: { policy } })).rejects.toThrow();
  });
});
