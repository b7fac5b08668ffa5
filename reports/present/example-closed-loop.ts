import type { CellResult, ClosedLoop, Comparison, Estimate } from '../results/schema.ts';

/** The closed loop of an example run: each of its cells again, with goals that noise and automation cost. */
export function exampleClosedLoop(cells: readonly CellResult[], hostile: string): ClosedLoop {
  const closed = cells.map(toClosed);
  return {
    split: { feedback: 200, calibration: 200, evaluation: cells[0]?.sessions ?? 0 },
    refused: [{ cause: `the log breaks off${hostile}`, count: 7 }],
    parity: { sessions: 9, steps: 104, equal: true },
    cells: closed,
    comparisons: closed.flatMap((cell) => comparisonsOf(cell, closed)),
    propagation: closed
      .filter(({ arm }) => arm === 'selective')
      .map(({ id, noise }) => {
        const further = 0.9 - Number(noise.alpha) || 0.5;
        const first = { estimate: further, low: further - 0.21, high: further + 0.24, errors: 140, sessions: 140 };
        const of = (share: number) => ({ ...first, estimate: share, low: share - 0.1, high: share + 0.1 });
        const parts = { seeming: of(further - 0.3), fresh: of(0.3), harmless: of(0.55) };
        return { cell: id, first, all: { ...first, errors: 310 }, parts };
      }),
  };
}

function toClosed(cell: CellResult): CellResult {
  const wrong = cell.metrics.sessions_with_wrong_executed?.estimate ?? 0;
  const slipped = 0.6 * (Number(cell.noise.slip) || 0.02);
  const goal = 1 - (cell.arm === 'selective' ? 0.05 + 1.5 * wrong : 0) - slipped;
  const reached: Estimate = {
    estimate: goal,
    low: goal - 0.03,
    high: Math.min(1, goal + 0.028),
    sessions: cell.sessions,
    denominator: cell.sessions,
  };
  const metrics = { ...cell.metrics, goal_reached: reached };
  return { ...cell, id: `closed-loop ${cell.id}`, loop: 'closed', metrics };
}

function comparisonsOf(cell: CellResult, cells: readonly CellResult[]): Comparison[] {
  const baseline = cells.find(
    ({ arm, noise }) => arm === 'human-only' && JSON.stringify(noise) === JSON.stringify(cell.noise),
  );
  if (!baseline || cell.arm === 'human-only') return [];
  return ['active_ms_per_session', 'goal_reached'].map((metric): Comparison => {
    const [x, y] = [cell.metrics[metric]?.estimate ?? 0, baseline.metrics[metric]?.estimate ?? 1];
    const [half, relative] = [0.02 * y, (x - y) / y];
    const better = metric === 'goal_reached' ? 1 : -1;
    const verdict = Math.abs(x - y) <= half ? 'undecided' : (x - y) * better > 0 ? 'better' : 'worse';
    return {
      metric,
      cell: cell.id,
      baseline: baseline.id,
      difference: x - y,
      low: x - y - half,
      high: x - y + half,
      relative: { estimate: relative, low: relative - 0.02, high: relative + 0.02 },
      margin: metric === 'goal_reached' ? 0.02 : 0.05 * y,
      p: 0.2,
      verdict,
      sessionsToDecide: verdict === 'undecided' ? 2400 : null,
    };
  });
}
