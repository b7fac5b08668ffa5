import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CriticExample, CriticRecipe } from '../../../contract/critic.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../../contract/policy.ts';
import { logExamples } from '../../../engine/log-examples.ts';
import { takeLock } from '../../../runner/run-lock.ts';
import { embeddedDataset } from '../../data/embedded-dataset.ts';
import { inProcessDesks } from '../../desks/desks.ts';
import { type ModelOrigin, openModelCache } from './model-cache.ts';

const { catalog, sessions } = embeddedDataset(4);
const desk = inProcessDesks(catalog).openEnvironment();
const examples = await logExamples(sessions, desk);
const fit: FitOptions = { seed: '1', providers: ['cpu'], catalog };

let folder = '';
let source = '';
let trained = 0;
let origins: ModelOrigin[] = [];
let damage: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-cache-'));
  source = join(folder, 'source.ts');
  writeFileSync(source, "import './beside.ts';\n");
  writeFileSync(join(folder, 'beside.ts'), 'export const width = 1;\n');
  trained = 0;
  origins = [];
  damage = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Proposes what the last example did; its model is one file. */
const latest: PolicyRecipe = {
  name: 'latest',
  summary: '',
  fit: async (some) => {
    trained++;
    return serve(JSON.stringify(some.at(-1)?.action));
  },
  load: async (from) => serve(readFileSync(join(from, 'model', 'action.json'), 'utf8')),
};

function serve(action: string, provider = 'cpu'): Policy {
  return {
    name: 'latest',
    provider,
    suggest: async (screens) => screens.map(() => ({ ranked: [{ action: JSON.parse(action), confidence: 1 }] })),
    save: (to) => {
      mkdirSync(join(to, 'model'));
      writeFileSync(join(to, 'model', 'action.json'), action);
    },
    dispose: async () => undefined,
  };
}

const cache = (where: string | null = join(folder, 'cache')) =>
  openModelCache({
    folder: where,
    sourceOf: () => source,
    onOrigin: (origin) => origins.push(origin),
    onDamage: (line) => damage.push(line),
  });

async function suggested(some: readonly Example[] = examples, options = fit, recipe = latest): Promise<string> {
  const policy = await cache().policy(recipe).fit(some, options);
  return JSON.stringify(await policy.suggest(examples.map(({ screen }) => screen)));
}

describe('openModelCache', () => {
  it('keeps nothing of a recipe whose file is not there: all such would pass for one', async () => {
    source = join(folder, 'nowhere.ts');
    await expect(cache().policy(latest).fit(examples, fit)).rejects.toThrow('nowhere.ts is not there');
    await (await cache(null).policy(latest).fit(examples, fit)).dispose();
    expect(trained).toBe(1);
  });

  it('trains once: a second run trains nothing and proposes the same', async () => {
    const first = await suggested();
    expect(await suggested()).toBe(first);
    expect(trained).toBe(1);
    expect(origins.map(({ from }) => from)).toEqual(['trained', 'cache']);
    expect(origins[1]?.trainMs).toBe(origins[0]?.trainMs);
    expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
  });

  describe('of several processes that need the same model at once', () => {
    const lock = () => {
      const [entry = ''] = readdirSync(join(folder, 'cache'));
      rmSync(join(folder, 'cache', entry), { recursive: true });
      trained = 0;
      return join(folder, 'cache', `${entry}.lock`);
    };
    const owner = { pid: 2 ** 30, host: 'elsewhere', began: null, since: 'yesterday' };

    it('lets one train it, and the others wait for that', async () => {
      const slow: PolicyRecipe = {
        ...latest,
        fit: async (some, options) => {
          await sleep(50);
          return latest.fit(some, options);
        },
      };
      const all = await Promise.all([1, 2, 3].map(() => suggested(examples, fit, slow)));
      expect(new Set(all).size).toBe(1);
      expect(trained).toBe(1);
      expect(origins.map(({ from }) => from)).toEqual(['trained', 'cache', 'cache']);
      expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
    });

    it('waits for none that is gone, nor for one on another machine, of which it knows nothing', async () => {
      await suggested();
      const path = lock();
      writeFileSync(path, JSON.stringify(owner));
      await suggested();
      expect(trained).toBe(1);
      rmSync(path);
      lock();
      const here = takeLock(join(folder, 'own.lock'));
      const { host } = JSON.parse(readFileSync(join(folder, 'own.lock'), 'utf8')) as { host: string };
      here.release();
      writeFileSync(path, JSON.stringify({ ...owner, host }));
      await suggested();
      expect(trained).toBe(1);
      expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
    });
  });

  it('does not mind progress, but trains again where anything that was learned from differs', async () => {
    await suggested();
    await suggested(examples, { ...fit, onProgress: () => undefined });
    expect(trained).toBe(1);
    const [first, ...rest] = examples as [Example, ...Example[]];
    const { rejected = first.action } = examples[1] as Example;
    const changed: [readonly Example[], FitOptions][] = [
      [rest, fit],
      [[...rest, first], fit],
      [[{ ...first, session: 'another' }, ...rest], fit],
      [[{ ...first, rejected }, ...rest], fit],
      [[{ ...first, screen: { ...first.screen, subject: 'Another' } }, ...rest], fit],
      [examples, { ...fit, seed: '2' }],
      [examples, { ...fit, providers: ['webgpu', 'cpu'] }],
      [examples, { seed: '1', providers: ['cpu'] }],
      [examples, { ...fit, catalog: { ...catalog, name: 'another' } }],
    ];
    for (const [index, [some, options]] of changed.entries()) {
      await suggested(some, options);
      expect(trained).toBe(2 + index);
    }
    await suggested(examples, fit, { ...latest, name: 'another' });
    writeFileSync(join(folder, 'beside.ts'), 'export const width = 2;\n');
    await suggested();
    expect(trained).toBe(changed.length + 3);
  });

  it('says what is damaged, trains again and mends it', async () => {
    const first = await suggested();
    const entry = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] as string);
    const harms: [string, () => void][] = [
      ['not as it was stored', () => writeFileSync(join(entry, 'model', 'action.json'), 'null')],
      ['is missing', () => rmSync(join(entry, 'model'), { recursive: true })],
      ['cannot be read', () => writeFileSync(join(entry, 'entry.json'), '{"files"')],
      ['missing or cannot be read', () => rmSync(join(entry, 'entry.json'))],
    ];
    for (const [index, [said, harm]] of harms.entries()) {
      harm();
      expect(await suggested()).toBe(first);
      expect(damage.at(-1)).toContain(said);
      expect(trained).toBe(2 + index);
      await suggested();
      expect(trained).toBe(2 + index);
    }
    expect(damage).toHaveLength(harms.length);
  });

  it('keeps what a training that broke off wrote down for the next one, and no longer', async () => {
    const found: (string | null)[] = [];
    const resuming: PolicyRecipe = {
      ...latest,
      async fit(some, options) {
        const path = join(options.checkpoints ?? '', 'here');
        found.push(existsSync(path) ? readFileSync(path, 'utf8') : null);
        if (found.length === 1) {
          mkdirSync(options.checkpoints ?? '', { recursive: true });
          writeFileSync(path, 'half way');
          throw new Error('broken off');
        }
        return latest.fit(some, options);
      },
    };
    await expect(suggested(examples, fit, resuming)).rejects.toThrow('broken off');
    await suggested(examples, fit, resuming);
    expect(found).toEqual([null, 'half way']);
    expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
    await cache(null).policy(resuming).fit(examples, fit);
    expect(found.at(-1)).toBeNull();
  });

  it('trains again what now runs on another provider', async () => {
    await suggested();
    await suggested(examples, fit, { ...latest, load: async () => serve('null', 'webgpu') });
    expect(trained).toBe(2);
    expect(damage[0]).toMatch(/trained on cpu and runs on webgpu/);
  });

  it('leaves nothing half-written where saving fails, and keeps nothing without a folder', async () => {
    const failing: PolicyRecipe = {
      ...latest,
      fit: async () => ({
        ...serve('null'),
        save: () => {
          throw new Error('disk full');
        },
      }),
    };
    await suggested(examples, fit, failing);
    expect(damage[0]).toMatch(/could not be stored: disk full/);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
    await cache(null).policy(latest).fit(examples, fit);
    await cache(null).policy(latest).fit(examples, fit);
    expect(trained).toBe(2);
  });

  it('caches a critic by policy, answers and noise; not where the policy is of unknown make', async () => {
    let critics = 0;
    const recipe: CriticRecipe = {
      name: 'constant',
      summary: '',
      learns: true,
      fit: async () => {
        critics++;
        return { name: 'constant', provider: 'none', score: async () => [], save: () => {}, dispose: async () => {} };
      },
      load: async () => ({ name: 'constant', provider: 'none', score: async () => [], dispose: async () => {} }),
    };
    const policy = await cache().policy(latest).fit(examples, fit);
    const other = await cache().policy(latest).fit(examples.slice(1), fit);
    const answers = examples.map(
      ({ screen, session }): CriticExample => ({ screen, session, suggestion: { ranked: [] }, accepted: true }),
    );
    const critic = cache().critic(recipe);
    await critic.fit(answers, policy, fit);
    await cache().critic(recipe).fit(answers, policy, fit);
    expect(critics).toBe(1);
    await critic.fit(answers, other, fit);
    await critic.fit(answers, policy, { ...fit, noise: { alpha: 0.1, beta: 0 } });
    await critic.fit([{ ...(answers[0] as CriticExample), accepted: false }, ...answers.slice(1)], policy, fit);
    expect(critics).toBe(4);
    const { fingerprint: _, ...unknown } = policy;
    await critic.fit(answers, unknown, fit);
    await critic.fit(answers, unknown, fit);
    expect(critics).toBe(6);
  });

  it('tells policies apart that say of themselves that they differ, such as two served models', async () => {
    const served = (fingerprint: string): PolicyRecipe => ({
      ...latest,
      fit: async () => ({ ...serve('null'), fingerprint }),
    });
    const prints = [];
    for (const recipe of [latest, served('one'), served('two'), served('one')])
      prints.push((await cache(null).policy(recipe).fit(examples, fit)).fingerprint);
    expect(new Set(prints).size).toBe(3);
    expect(prints[3]).toBe(prints[1]);
  });
});
