import type { CriticRecipe } from '../contract/critic.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { createProgress } from '../runner/progress.ts';
import { wallClockMs } from '../runner/wall-clock.ts';
import type { Shares } from '../stages/split-sessions.ts';
import type { Teaching } from './closed-loop/closed-bench.ts';
import { closedDataset, type OpenBench, openClosedBench } from './closed-loop/open-closed-bench.ts';
import { discover } from './discover.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { type Asked, type Outcome, playPoint } from './settle/play-point.ts';
import { besidePublishedTable, inputsTable } from './settle/preset-tables.ts';
import { settleNotes } from './settle/settle-notes.ts';
import type { SettleOptions } from './settle/settle-options.ts';
import { settlePlots } from './settle/settle-plots.ts';
import { CLEAN, PAPER, type SettlePoint, settlePoints, withTrait } from './settle/settle-points.ts';
import { allOutcomesTable, armsTable, gridTable, remediesTable } from './settle/settle-tables.ts';
import { settleFindings } from './settle/settle-words.ts';
import { findRecipes } from './staged-options.ts';

/** Of generated sessions, those that nobody is measured on. */
const TAUGHT = { train: 700, feedback: 1200, calibration: 5000 } as const;
/** Of logs, where sessions are scarce. */
const LOG_SHARES: Shares = { train: 0.3, feedback: 0.2, calibration: 0.15, evaluation: 0.35 };

const HUMAN: Asked = { arm: 'human-only', name: 'human-only' };
const ACCEPTANCE: Asked = { arm: 'selective', name: 'selective, acceptance', recipe: { threshold: 'acceptance' } };
const CORRECTED: Asked = { arm: 'selective', name: 'selective, corrected', recipe: { threshold: 'corrected' } };

const ORACLE: Asked = { arm: 'oracle', name: 'oracle gate' };
const COPILOT: Asked = { arm: 'copilot', name: 'copilot with confirmation' };
const CONFIRMED: Asked = {
  arm: 'confirmed-close',
  name: 'confirmed close',
  recipe: { threshold: 'acceptance' },
};
/** The monitor of the guardrails: of those that promise a mean run, the one that needs no more than that. */
const WATCHING = 'cusum';
/** Refusals at random and a strong automation bias: feedback that is neither consistent nor unbiased. */
const BAD = withTrait(withTrait(PAPER, 'settled-refusals', 0), 'automation-bias', 2);
const CLEAN_ARMS: readonly Asked[] = [HUMAN, COPILOT, ACCEPTANCE, ORACLE];
const PAPER_ARMS: readonly Asked[] = [
  HUMAN,
  { arm: 'chatbot', name: 'intent chatbot' },
  COPILOT,
  ACCEPTANCE,
  CORRECTED,
  CONFIRMED,
  ORACLE,
];

/** Do the published automation and time saving survive noisy operators in closed loop, and what buys them back? */
export async function settle(options: SettleOptions): Promise<void> {
  await findRecipes(options);
  const points = settlePoints(options);
  const run = beginFigures('settle', options.out);
  const total = Object.values(TAUGHT).reduce((sum, part) => sum + part, Math.ceil(options.sessions * 1.02));
  const loaded = await closedDataset(options.logs, total);
  const open = await openClosedBench({
    options,
    loaded,
    shares: options.logs === undefined ? generatedShares(total) : LOG_SHARES,
    rates: CALM_WORLD,
    contexts: options.driver === 'browser' ? options.jobs : null,
  });
  try {
    const sessions = open.parts.evaluation.slice(0, options.sessions);
    const few = sessions.slice(0, options.pointSessions);
    const arms: Outcome[] = [];
    arms.push(...(await play(open, options, CLEAN, CLEAN_ARMS, few)));
    arms.push(...(await play(open, options, PAPER, PAPER_ARMS, sessions)));
    const grid: Outcome[] = [];
    for (const point of points) grid.push(...(await play(open, options, point, [HUMAN, ACCEPTANCE, CORRECTED], few)));
    const remedies = await play(open, options, BAD, await remediesAsked(options.critic, open), few);
    await finishFigures(run, loaded, options.seed, {
      question:
        'Where do 45 % automation and 39 % less active time survive noisy operators, where does quality fall, and what buys it back? Closed loop: what was decided is done, and the case goes on from there.',
      complete: true,
      split: Object.entries(open.parts)
        .map(([name, part]) => `${name} ${part.length}`)
        .join(', '),
      findings: settleFindings(arms, grid, remedies),
      notes: settleNotes(open, options),
      tables: [
        armsTable(arms),
        ...(options.logs === undefined
          ? [besidePublishedTable(arms.filter(({ point }) => point === PAPER)), inputsTable()]
          : []),
        gridTable(grid, few.length),
        remediesTable(remedies, few.length),
        allOutcomesTable([...arms, ...grid, ...remedies]),
      ],
      plots: settlePlots(grid),
    });
  } finally {
    await open.close();
  }
}

/** Each remedy by itself, then what goes together. */
async function remediesAsked(critic: string, { recipes, cache }: OpenBench): Promise<Asked[]> {
  const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  const cusum = monitors.filter(({ name }) => name === WATCHING);
  const critics = await discover<CriticRecipe>('policies/critics', 'recipe');
  const aware = critics.find(({ name }) => name === `${critic}-forward`);
  return [
    HUMAN,
    ACCEPTANCE,
    ...(aware
      ? [{ arm: 'selective', name: 'noise-aware critic', recipe: { threshold: 'corrected', critic: aware } } as const]
      : []),
    CORRECTED,
    { arm: 'selective', name: 'double review', recipe: { threshold: 'acceptance', doubleReview: true } },
    { arm: 'confirmed-close', name: 'confirmed close', recipe: { threshold: 'acceptance' } },
    {
      arm: 'selective',
      name: 'monitors',
      recipe: { threshold: 'acceptance' },
      watch: { policy: cache.policy(recipes.policy), monitors: cusum },
    },
    ORACLE,
  ];
}

async function play(
  { bench, recipes, cache }: OpenBench,
  { target, delta }: SettleOptions,
  point: SettlePoint,
  asked: readonly Asked[],
  sessions: OpenBench['parts']['evaluation'],
): Promise<Outcome[]> {
  const teaching: Teaching = {
    critic: cache.critic(recipes.critic),
    gate: recipes.gate,
    gateOptions: { targetPrecision: target, delta },
  };
  const taught = stageProgress(`${point.label}: feedback, critic, gate`);
  const played = stageProgress(`${point.label}: sessions`);
  return playPoint({ bench, teaching, point, asked, sessions, onTaught: taught, onPlayed: played });
}

/** Progress that begins with its first step, when it is known how many there are. */
function stageProgress(label: string): (done: number, of: number) => void {
  let progress: ReturnType<typeof createProgress> | null = null;
  return (done, of) => {
    progress ??= createProgress(label, of, process.stderr, wallClockMs);
    progress.update(done, '');
    if (done === of) progress.finish();
  };
}

function generatedShares(total: number): Shares {
  const { train, feedback, calibration } = TAUGHT;
  const taught = { train: train / total, feedback: feedback / total, calibration: calibration / total };
  return { ...taught, evaluation: 1 - taught.train - taught.feedback - taught.calibration };
}
