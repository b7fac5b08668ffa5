import { recipe } from '../../../policies/models/ngram.ts';
import { measureDrivers } from '../../../simulators/desk/browser/measure.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { print } from '../../runner/output.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { BATCH_SIZE, bareEngine, modelAgainstEngine } from './in-process.ts';
import { inferenceSpeeds } from './inference.ts';
import { timeQuestions } from './many-steps.ts';
import { closedLoopOf, memoryOf } from './measure-in-child.ts';
import { trainingAgainstProducts } from './training-step.ts';

export type SpeedPart = 'model' | 'training' | 'inference' | 'engine' | 'browser' | 'memory' | 'closed-loop' | 'query';

/** Sessions that are played at once to see what they take. */
const MANY_SESSIONS = 15_000;
const MANY_STEPS = 1_000_000;
const ROUNDS = 5;

export interface SpeedOptions {
  readonly only?: SpeedPart;
  readonly browser?: string;
  /** Folder of trained models, for the closed loop; false keeps none. */
  readonly cache: string | false;
  /** Sessions of the closed loop. */
  readonly sessions: number;
}

/** Prints speeds as ratios of what was measured side by side in one run. A benchmark, no test: it never fails. */
export async function speed(options: SpeedOptions): Promise<void> {
  const parts: Record<SpeedPart, () => Promise<void>> = {
    model,
    training,
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

async function model(): Promise<void> {
  const { catalog, sessions } = embeddedDataset(700);
  const desks = inProcessDesks(catalog);
  const policy = await recipe.fit(await logExamples(sessions.slice(0, 200), desks.openEnvironment()), {
    seed: 'speed',
  });
  try {
    const played = await modelAgainstEngine({ catalog, sessions: sessions.slice(200) }, policy, ROUNDS);
    const [alone = Number.NaN, engine = Number.NaN] = played.stepsPerSecond;
    line(`(a) model alone, batch ${BATCH_SIZE}`, steps(alone));
    line('    in-process engine with the model', steps(engine));
    line('    ratio', ratio(played.overFirst[1]), 'at least 0.6');
  } finally {
    await policy.dispose();
  }
}

async function training(): Promise<void> {
  const { stepsPerSecond, overFirst } = await trainingAgainstProducts(ROUNDS);
  const [limit = Number.NaN, step = Number.NaN] = stepsPerSecond;
  line('(e) bare matrix products, two threads', gigaflops(limit));
  line('    training step, its matrix products alone', gigaflops(step));
  line('    ratio', ratio(overFirst[1]), 'at least 0.4');
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
    `60 s for ${MANY_SESSIONS.toLocaleString('en')}`,
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
const gigaflops = (perSecond: number) => `${Math.round(perSecond / 1e9)} GFLOP/s`;
const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
