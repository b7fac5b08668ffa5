import { measureDrivers } from '../../../simulators/desk/browser/measure.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { findPolicy } from '../../bench/models/recipes.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Policy } from '../../contract/policy.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { print } from '../../runner/output.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { BATCH_SIZE, bareEngine, modelAgainstEngine } from './in-process.ts';
import { inferenceSpeeds } from './inference.ts';
import { latencies } from './latency.ts';
import { timeQuestions } from './many-steps.ts';
import { closedLoopOf, memoryOf } from './measure-in-child.ts';
import { preferenceAgainstSupervised } from './preference-step.ts';
import type { SpeedPart } from './speed-parts.ts';
import { trainingAgainstProducts } from './training-step.ts';

/** Sessions that are played at once to see what they take. */
const MANY_SESSIONS = 15_000;
const MANY_STEPS = 1_000_000;
const ROUNDS = 5;
/** Sessions that a policy learns from, and those that it is measured on. */
const TAUGHT = 200;
const JUDGED = 2000;
/** Sessions in which every action is a correction. */
const CORRECTED = 50;

export interface SpeedOptions {
  readonly only?: SpeedPart;
  /** Whose calls are timed. */
  readonly policy: string;
  readonly encoder?: string;
  readonly browser?: string;
  /** Folder of trained models, for the closed loop; false keeps none. */
  readonly cache: string | false;
  /** Sessions of the closed loop. */
  readonly sessions: number;
}

/** Prints speeds as ratios of what was measured side by side in one run. A benchmark, no test: it never fails. */
export async function speed(options: SpeedOptions): Promise<void> {
  const parts: Record<SpeedPart, () => Promise<void>> = {
    model: () => withPolicy(options, model),
    latency: () => withPolicy(options, latency),
    training,
    preference,
    inference,
    engine,
    browser: () => browser(options.browser),
    memory,
    'closed-loop': () => closedLoop(options.sessions, options.cache),
    query,
  };
  print('Medians of alternating rounds on this machine; compare ratios, not absolute figures.\n');
  for (const [name, measure] of Object.entries(parts))
    if (options.only === undefined || options.only === name) await measure();
}

/** Trains the policy on some generated sessions and measures it on others. */
async function withPolicy(
  { policy: name, encoder }: SpeedOptions,
  measure: (policy: Policy, dataset: Dataset) => Promise<void>,
): Promise<void> {
  const { catalog, sessions } = embeddedDataset(TAUGHT + JUDGED);
  const recipe = await findPolicy(name, encoder);
  const examples = await logExamples(sessions.slice(0, TAUGHT), inProcessDesks(catalog).openEnvironment());
  const policy = await recipe.fit(examples, { seed: 'speed' });
  try {
    await measure(policy, { catalog, sessions: sessions.slice(TAUGHT) });
  } finally {
    await policy.dispose();
  }
}

async function model(policy: Policy, dataset: Dataset): Promise<void> {
  const played = await modelAgainstEngine(dataset, policy, ROUNDS);
  const [alone = Number.NaN, engine = Number.NaN] = played.stepsPerSecond;
  line(`(a) ${policy.name} alone, batch ${BATCH_SIZE}`, steps(alone));
  line('    in-process engine with it', steps(engine));
  line('    ratio', ratio(played.overFirst[1]), 'at least 0.8');
}

async function latency(policy: Policy, { catalog, sessions }: Dataset): Promise<void> {
  const examples = await logExamples(sessions, inProcessDesks(catalog).openEnvironment());
  const screens = examples.map(({ screen }) => screen);
  for (const [i, { batch, calls, p50Ms, p95Ms }] of (await latencies(policy, screens)).entries())
    noted(
      `${i === 0 ? '(i)' : '   '} ${policy.name}, ${calls} calls of ${batch} ${batch === 1 ? 'screen' : 'screens'}`,
      `${milliseconds(p50Ms)} p50`,
      `${milliseconds(p95Ms)} p95`,
    );
}

async function training(): Promise<void> {
  const { stepsPerSecond, overFirst } = await trainingAgainstProducts(ROUNDS);
  const [limit, own, step] = stepsPerSecond;
  line('(e) large matrix products, two threads', gigaflops(limit));
  line('    the products of a training step, alone', gigaflops(own));
  line('    the whole training step', gigaflops(step));
  line('    its ratio to large products', ratio(overFirst[2]), 'at least 0.6');
  line('    its ratio to its own products', ratio(step! / own!));
}

async function preference(): Promise<void> {
  const { catalog, sessions } = embeddedDataset(CORRECTED);
  const examples = await logExamples(sessions, inProcessDesks(catalog).openEnvironment());
  const { stepsPerSecond, overFirst } = await preferenceAgainstSupervised(examples, ROUNDS);
  line('(j) corrections by cross entropy, n-gram', `${Math.round(stepsPerSecond[0]!).toLocaleString('en')} examples/s`);
  line('    what a step by DPO costs beside it', ratio(1 / overFirst[1]!), 'at most 1.3');
}

async function inference(): Promise<void> {
  for (const [i, { precision, batch, perSecond, overFp32 }] of (await inferenceSpeeds(ROUNDS)).entries())
    noted(
      `${i === 0 ? '(f)' : '   '} encoder, batch ${batch}, ${precision}`,
      `${Math.round(perSecond).toLocaleString('en')} sequences/s`,
      precision === 'fp32' ? '' : `${ratio(overFp32)} of fp32's`,
    );
}

async function engine(): Promise<void> {
  const { stepsPerSecond } = await bareEngine(embeddedDataset(4000), ROUNDS);
  line('(b) bare engine, operators alone, one core', steps(stepsPerSecond[0]), 'at least 100,000');
  line('    bare engine, screens observed and hashed', steps(stepsPerSecond[1]));
}

async function browser(path: string | undefined): Promise<void> {
  const { catalog, sessions } = embeddedDataset(60);
  const found = await measureDrivers({ catalog, sessions, now: wallClockMs, browser: path });
  line('(c) browser, trusted input', steps(found.trusted));
  line('    browser, plain locator calls', steps(found.locators));
  line('    browser, reducer called inside the page', steps(found.reducer));
  line('    trusted over locators', ratio(found.trustedOverLocators), 'at least 3');
  line('    trusted over the floor', ratio(found.trustedOverReducer), 'at least 0.5');
  line('    two contexts over one', ratio(found.twoContextsOverOne), 'at least 1.3');
}

async function memory(): Promise<void> {
  const use = await memoryOf(MANY_SESSIONS);
  line(`(d) peak memory, ${use.sessions} sessions in-process`, gibibytes(use.peakBytes), 'under 1.5');
  line('    their time, policy included', `${use.seconds.toFixed(0)} s`);
}

async function closedLoop(sessions: number, cache: string | false): Promise<void> {
  const use = await closedLoopOf(sessions, cache);
  line(
    `(g) closed loop, n-gram models, ${use.sessions} sessions`,
    `${use.seconds.toFixed(1)} s`,
    `35 s for ${MANY_SESSIONS.toLocaleString('en')}`,
  );
  line('    its processor time', `${use.cpuSeconds.toFixed(1)} s`);
  line('    its speed', steps(use.steps / use.seconds));
  line('    its steps that ran unattended', percent(use.unattended / use.steps));
  line('    peak memory, preparation included', gibibytes(use.peakBytes), 'under 1.5');
  line('    before that: generating, planning, learning', `${use.prepareSeconds.toFixed(1)} s`);
}

async function query(): Promise<void> {
  const seconds = await timeQuestions(MANY_STEPS);
  const [slowest, fastest] = [Math.max(...seconds), Math.min(...seconds)];
  line(
    `(h) slowest of ${seconds.length} questions to ${MANY_STEPS.toLocaleString('en')} steps`,
    `${slowest.toFixed(2)} s`,
    'at most 2',
  );
  line('    fastest', `${fastest.toFixed(2)} s`);
}

function line(what: string, value: string, target = ''): void {
  noted(what, value, target && `target: ${target}`);
}

function noted(what: string, value: string, note: string): void {
  print(`${what.padEnd(48)}${value.padStart(18)}${note && `   ${note}`}`);
}

const steps = (value = Number.NaN) => `${Math.round(value).toLocaleString('en')} steps/s`;
const ratio = (value = Number.NaN) => value.toFixed(2);
const gigaflops = (perSecond = Number.NaN) => `${Math.round(perSecond / 1e9)} GFLOP/s`;
const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
