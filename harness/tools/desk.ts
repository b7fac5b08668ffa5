import { recipe } from '../../policies/models/ngram.ts';
import { serveDesk } from '../../simulators/desk/server/server.ts';
import { loadDataset } from '../bench/data/load-dataset.ts';
import { inProcessDesks } from '../bench/desks/desks.ts';
import { preparePolicy } from '../bench/models/prepare-policy.ts';
import type { Dataset } from '../contract/dataset.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { logExamples } from '../engine/log-examples.ts';
import { print } from '../runner/output.ts';
import { hashShare } from '../shared/hash.ts';

export interface DeskOptions {
  readonly logs?: string;
  readonly cases: number;
  readonly port?: number;
  readonly seed: string;
}

/** Enough for suggestions that are mostly right after a few seconds of training. */
const TRAINING_SESSIONS = 400;

/** Serves the desk with cases of a log and a policy's suggestions for them, until the process is interrupted. */
export async function desk(options: DeskOptions): Promise<void> {
  const { dataset } = await loadDataset(options.logs);
  const place = (id: string) => hashShare('desk', options.seed, id);
  const shuffled = [...dataset.sessions].sort((a, b) => place(a.id) - place(b.id));
  const shown = shuffled.slice(0, options.cases);
  const others = shuffled.slice(options.cases, options.cases + TRAINING_SESSIONS);
  const suggestions = others.length === 0 ? Promise.resolve({}) : suggest(dataset, others, shown, options.seed);
  const server = await serveDesk({
    catalog: dataset.catalog,
    cases: shown,
    suggestions,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  try {
    const copilot = others.length === 0 ? '' : ', as soon as the copilot has learned';
    const cases = shown.length === 1 ? '1 case waits' : `${shown.length} cases wait`;
    print(`\nThe desk is open at ${server.url}\n${cases} in the queue${copilot}. Ctrl+C closes it.`);
    const interrupted = new Promise<'interrupted'>((done) => process.once('SIGINT', () => done('interrupted')));
    if ((await Promise.race([suggestions, interrupted])) === 'interrupted') return;
    if (others.length > 0) print('The copilot has learned: the cases are there.');
    await interrupted;
  } finally {
    await server.close();
  }
}

/** What a small policy, trained on other sessions, proposes at each logged step of the shown ones, by session id. */
async function suggest(
  { catalog }: Dataset,
  others: readonly Session[],
  shown: readonly Session[],
  seed: string,
): Promise<Record<string, Suggestion[]>> {
  const desks = inProcessDesks(catalog);
  let policy: Policy | null = null;
  try {
    policy = await preparePolicy({
      label: `a small policy from ${others.length} other sessions`,
      sessions: others,
      recipe,
      catalog,
      desks,
      seed,
      providers: ['cpu'],
    });
    const found: Record<string, Suggestion[]> = {};
    for (const session of shown) {
      const examples = await logExamples([session], desks.openEnvironment());
      found[session.id] = await policy.suggest(examples.map(({ screen }) => screen));
    }
    return found;
  } finally {
    await policy?.dispose();
  }
}
