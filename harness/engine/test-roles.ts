/** Sessions and roles small enough to read, for the tests of engine, stages and runner. */
import { ACTION_KINDS, type Action, sameAction } from '../contract/action.ts';
import { drawOne } from '../contract/draws.ts';
import type { Operator, OperatorRequest } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Rng } from '../contract/rng.ts';
import type { Cell, Scenario } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import type { Session, Step } from '../contract/session.ts';
import { hashShare } from '../shared/hash.ts';
import { createRng } from '../shared/streams.ts';
import { hashScreen } from './screen-hash.ts';
import { REPLIES } from './test-desk.ts';

/** Some legal action of a kind on the desk with the refund procedure open. */
function someAction(kind: Action['kind'], rng: Rng): Action {
  switch (kind) {
    case 'select_procedure':
      return { kind, procedure: 'refund' };
    case 'submit_form':
      return {
        kind,
        form: 'pay',
        button: drawOne(['check', 'book'], rng),
        values: { size: drawOne(['small', 'large'], rng) },
      };
    case 'click_control':
      return { kind, control: 'button:peek' };
    case 'send_text': {
      const reply = drawOne([...REPLIES, null], rng);
      return { kind, reply, text: reply ?? `free ${Math.floor(rng.next() * 9)}` };
    }
    case 'transfer':
      return { kind, queue: drawOne(['billing', 'expert'], rng) };
    case 'close':
      return { kind, resolution: drawOne(['solved', 'unsolved'], rng) };
  }
}

/** A seeded session of up to eight steps; some break off, some go on after the case was closed. */
export function testSession(id: string): Session {
  const rng = createRng('test', 'session', id);
  const step = (action: Action): Step => ({
    arrivals: rng.next() < 0.5 ? [{ text: `hello ${Math.floor(rng.next() * 99)}`, atMs: 0 }] : [],
    action,
    critical: action.kind !== 'select_procedure',
    atMs: 0,
    activeMs: null,
    drafts: [],
    suggestion: null,
    result: action.kind === 'submit_form' ? { form: 'pay', items: [], total: null, status: 'ok' } : null,
  });
  const kinds = ACTION_KINDS.slice(0, 4);
  const middle = Array.from({ length: Math.floor(rng.next() * 6) }, () => step(someAction(drawOne(kinds, rng), rng)));
  const complete = rng.next() < 0.8;
  const last = complete ? [step(someAction(rng.next() < 0.7 ? 'close' : 'transfer', rng))] : [];
  return {
    id,
    case: { subject: `Case ${id}`, fields: { customer: id } },
    offered: null,
    opened: null,
    operator: null,
    steps: [step({ kind: 'select_procedure', procedure: 'refund' }), ...middle, ...last],
    closing: [],
    outcome: 'unknown',
    complete,
    goal: null,
    tags: [],
  };
}

/** Proposes by the screen's content only; now and then nothing, or what the screen does not offer. */
export function testPolicy(calls: number[] = []): Policy {
  return {
    name: 'by-hash',
    provider: 'none',
    suggest: async (screens) => {
      calls.push(screens.length);
      return screens.map((screen) => {
        const rng = createRng('test', 'policy', hashScreen(screen));
        if (rng.next() < 0.1) return { ranked: [] };
        return { ranked: [{ action: someAction(drawOne(ACTION_KINDS, rng), rng), confidence: rng.next() }] };
      });
    },
    dispose: async () => {},
  };
}

/** Accepts by a coin of the stream, else does what looks right or, if it notices, is right; slips now and then. */
export const testOperator: Operator = {
  respond({ suggestion, truth, screen, streams, step }: OperatorRequest) {
    const noticed = truth.apparent !== undefined && streams('operator', step, 'notice').next() < 0.5;
    const right = (noticed ? truth.acceptable : (truth.apparent ?? truth.acceptable))[0] as Action;
    const activeMs = Math.round(1000 * streams('operator', step, 'time').next());
    const slipped = streams('operator', step, 'slip').next() < 0.2;
    const own: Action = slipped ? { kind: 'send_text', reply: null, text: `slip ${screen().messageCount}` } : right;
    if (suggestion === null) return { verdict: 'unaided', action: own, slipped, activeMs };
    return streams('operator', step, 'verdict').next() < 0.5
      ? { verdict: 'accept', action: suggestion, slipped: false, activeMs }
      : { verdict: 'correct', action: own, slipped, activeMs };
  },
};

const NONE = { select_procedure: 0, submit_form: 0, click_control: 0, send_text: 0, transfer: 0, close: 0 };

export function testCell(arm: Cell['arm'], id: string = arm): Cell {
  return { id, arm, loop: 'open', noise: { alpha: NONE, beta: NONE, slip: NONE } };
}

/** Scenarios of every arm over a few sessions. */
export function testScenarios(count: number, seed = '1'): Scenario[] {
  const sessions = Array.from({ length: count }, (_, i) => testSession(`s${i}`));
  return (['selective', 'copilot', 'human-only'] as const).flatMap((arm) =>
    sessions.map((session) => ({ cell: testCell(arm), session, seed })),
  );
}

/** Scores by the screen's content only. */
export const testCritic = {
  name: 'by-hash',
  provider: 'none',
  score: async (proposals: readonly { screen: Screen }[]) =>
    proposals.map(({ screen }) => hashShare('test', 'score', hashScreen(screen))),
  dispose: async () => {},
};

export const testGate = {
  name: 'half',
  threshold: 0.5,
  reason: 'set by hand',
  decide: (score: number) => (score >= 0.5 ? ('execute' as const) : ('defer' as const)),
};

/** Never wrong: accepts what is right, else does the usual right thing. */
export const perfectOperator: Operator = {
  respond({ suggestion, truth }: OperatorRequest) {
    const action = truth.acceptable[0] as Action;
    if (suggestion === null) return { verdict: 'unaided', action, slipped: false, activeMs: 1000 };
    return truth.acceptable.some((one) => sameAction(one, suggestion))
      ? { verdict: 'accept', action: suggestion, slipped: false, activeMs: 100 }
      : { verdict: 'correct', action, slipped: false, activeMs: 1500 };
  },
};

/** Books the wrong size each time that a booking is due, and notices it half of the time when the case comes to its end. */
export const carelessOperator: Operator = {
  respond({ truth, streams, step }: OperatorRequest) {
    const noticed = truth.repairs !== undefined && streams('operator', step, 'notice').next() < 0.5;
    const [repair] = truth.repairs ?? [];
    const due = (noticed && repair) || ((truth.apparent ?? truth.acceptable)[0] as Action);
    const slipped = !noticed && due.kind === 'submit_form' && due.button === 'book';
    const other = slipped ? { ...due, values: { size: due.values.size === 'small' ? 'large' : 'small' } } : due;
    return { verdict: 'unaided', action: other, slipped, noticed, activeMs: 1000 };
  },
};
