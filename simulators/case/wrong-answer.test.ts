import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { catalogSchema } from '../../harness/contract/catalog.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import { CALM_WORLD, type KnowledgeBase, type WorldCase } from '../../harness/contract/world.ts';
import { createWorld } from './create-world.ts';
import {
  ACTS,
  FACTS,
  noStreams,
  submit,
  testCatalog,
  testKnowledge,
  testPlan,
  testSession,
  testStreams,
  testWorld,
} from './test-case.ts';
import { asked, keys, play, start } from './test-play.ts';

const NOTHING: KbResult = { form: 'order', items: [], total: 0, status: null };

/** A case whose right search is answered wrongly: with this planned answer, and this one from the knowledge base. */
function searched(right: Partial<KbResult>, other: Partial<KbResult> = NOTHING, seed = 1, more = {}): WorldCase {
  const plan = testPlan({ courtesies: false, ...more });
  const answer = { form: 'order', items: [], total: null, status: null };
  const steps = plan.steps.map((step) =>
    step.actions[0] === ACTS.search ? { ...step, result: { ...answer, ...right } } : step,
  );
  const knowledge: KnowledgeBase = { answer: () => ({ ...answer, ...other }) };
  const world = testWorld({ ...plan, steps }, { kbFault: 1 }, knowledge);
  const begun = world.begin(testSession(), testStreams(seed));
  return play(begun, ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search);
}
const resultOf = ({ arrivals: [first] }: WorldCase) => (first?.kind === 'result' ? first.result : null);

describe('a right query that is answered wrongly', () => {
  it('names another record, alike in form, where it lists one', () => {
    const right = {
      items: [{ number: '48213', shop: 'Online', note: '!' }, { number: '7' }],
      total: 2,
      status: 'Found',
    };
    for (const seed of [1, 2, 3]) {
      const now = searched(right, { status: 'Other', items: [{ x: 'y' }] }, seed);
      const { items, ...rest } = resultOf(now)!;
      expect(rest).toEqual({ form: 'order', total: 2, status: 'Found' });
      expect(items[0]?.number).toMatch(/^\d{5}$/);
      expect(items[0]?.number).not.toBe('48213');
      expect(items[0]?.shop?.toLowerCase().split('').sort()).toEqual([...'online'].sort());
      expect(items[0]?.shop).not.toBe('Online');
      // What has no other form stays.
      expect(items[0]?.note).toBe('!');
      expect(items[1]?.number).not.toBe('7');
    }
  });

  it('misleads what follows, until it is asked again; nobody here has done anything wrong', () => {
    const now = searched({ items: [{ number: '48213' }], total: 1 });
    expect(now.truth).toMatchObject({ repairs: [ACTS.search], apparent: [ACTS.found], amiss: 'environment' });
    expect(now.standing).toEqual([]);
    expect(play(now, ACTS.found).end.misled).toEqual(['found']);
  });

  it('gives what the knowledge base would, where no record is listed and that says something else', () => {
    const other = { status: 'Lost', items: [{ a: 'b' }], total: 4 };
    expect(resultOf(searched({ status: 'Found' }, other))).toEqual({ form: 'order', ...other });
    expect(resultOf(searched({ status: 'Found', items: [{ note: '!' }] }, other))).toEqual({ form: 'order', ...other });
  });

  it('finds nothing where that would say the same, or nothing: then it is to be asked again, and misleads nobody', () => {
    for (const other of [{ status: 'Found', items: [{ a: 'b' }] }, NOTHING, { status: 'Lost', total: 0 }]) {
      const now = searched({ status: 'Found' }, other);
      expect(resultOf(now)).toEqual(NOTHING);
      expect(now.truth).toEqual({ acceptable: [ACTS.search] });
      expect(now.condition).toBe(asked().condition);
    }
  });
});

describe('what a wrong query finds', () => {
  const queried = (found: Partial<KbResult>) => {
    const knowledge: KnowledgeBase = {
      answer: ({ form }) => ({ form, items: [], total: null, status: null, ...found }),
    };
    const opened = play(start({}, knowledge), ACTS.select, ACTS.askNumber, ACTS.askShop);
    return play(opened, submit('order', 'search', { number: '11111', shop: FACTS.shop }));
  };

  it('is nothing where it says so, by its count or by giving neither record nor word', () => {
    for (const nothing of [{ total: 0, status: 'None' }, { total: 0, items: [{ a: 'b' }] }, {}])
      expect(queried(nothing).truth, JSON.stringify(nothing)).toEqual({ acceptable: [ACTS.search] });
    for (const something of [{ total: 1, status: 'x' }, { status: 'Done' }, { items: [{ a: 'b' }] }])
      expect(queried(something).truth.amiss, JSON.stringify(something)).toBe('earlier error');
  });
});

describe('the record to take up', () => {
  const TAKE_UP = keys([ACTS.takeUp]);
  const takesUp = ({ truth }: WorldCase) => keys(truth.acceptable).filter((key) => key.includes('result:'));
  const query = (number: string) => submit('order', 'search', { number, shop: FACTS.shop });
  const found = (plan = testPlan()) =>
    play(testWorld(plan).begin(testSession(), noStreams), ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search);

  it('stays the one that was found, whatever then finds nothing', () => {
    const now = play(found(), query('11111'));
    expect([takesUp(now), now.condition]).toEqual([TAKE_UP, found().condition]);
    const empty: Action = { kind: 'click_control', control: 'result:1' };
    expect(play(now, empty).condition).toBe(now.condition);
    expect(play(now, ACTS.takeUp).condition).toBe(play(found(), ACTS.takeUp).condition);
  });

  it('stays the one that was found, whatever another query finds that nobody needs', () => {
    const plan = testPlan();
    const [number, shop] = [ACTS.askNumber, ACTS.askShop].map(
      (act) => plan.steps.find((s) => s.actions[0] === act)!.id,
    );
    const steps = plan.steps.map((step) => {
      if (step.actions[0] === ACTS.search) return { ...step, optional: true };
      return step.actions[0] === ACTS.found ? { ...step, after: [number!, shop!] } : step;
    });
    expect(takesUp(play(found({ ...plan, steps }), query('48713')))).toEqual(TAKE_UP);
    expect(takesUp(play(found(), query('48713')))).toEqual([]);
  });

  it('is none while a right query has found nothing', () => {
    const now = searched({ status: 'Found' }, NOTHING, 1, { courtesies: true });
    expect(play(now, ACTS.takeUp).condition).toBe(now.condition);
  });
});

describe('what is said beside the plan', () => {
  const send = (reply: string | null, text: string): Action => ({ kind: 'send_text', reply, text });

  it('does no lasting harm where the desk offers it to all procedures, or the procedure does not mark it as critical', () => {
    const told = 'Your parcel is on its way.';
    const misledBy = (own: boolean | null, desk: boolean) => {
      const reply = { id: 'aside', text: told };
      const catalog = catalogSchema.parse({
        ...testCatalog,
        desk: desk
          ? { ...testCatalog.desk, replies: [...testCatalog.desk.replies, { ...reply, critical: true }] }
          : testCatalog.desk,
        procedures: testCatalog.procedures.map((procedure) =>
          procedure.id === 'refund' && own !== null
            ? {
                ...procedure,
                replies: [...procedure.replies, { ...reply, critical: own }],
                screens: procedure.screens.map((screen) => ({ ...screen, replies: [...screen.replies, 'aside'] })),
              }
            : procedure,
        ),
      });
      const world = createWorld({
        ...{ catalog, planOf: () => testPlan({ courtesies: false }), knowledge: testKnowledge, rates: CALM_WORLD },
      });
      return play(world.begin(testSession(), noStreams), ACTS.select, send('aside', told)).end.misled;
    };
    expect(misledBy(true, false)).toEqual(['aside']);
    expect(misledBy(false, false)).toEqual([]);
    expect(misledBy(null, true)).toEqual([]);
    expect(misledBy(null, false)).toEqual([]);
  });

  it('in own words again what was said before changes nothing, and a hole in it says nothing', () => {
    const found = play(asked(), ACTS.search, ACTS.found);
    const again = play(found, send(null, 'I have your order here!'));
    expect([again.condition, again.end.misled, again.arrivals]).toEqual([found.condition, [], []]);
    const other = play(asked(), ACTS.search, send(null, 'I have your order 5 here.'));
    expect(other.end.misled).toEqual(['free text']);
    const hole = play(asked(), ACTS.search, send(null, 'I have your order {number} here.'));
    expect(hole.condition).not.toBe(found.condition);
  });

  it('stands for the statement that was due, not for one that need not be made', () => {
    const told = play(asked(), ACTS.search, send(null, 'It costs 20 euros.'));
    expect(told.standing).toEqual([4]);
    expect(told.truth).toMatchObject({ repairs: [ACTS.found] });
    expect(keys(told.truth.apparent)).toEqual(['click_control button:skip']);
  });
});

it('a result that has gone from the screen is looked for again before it is taken up', () => {
  const begun = play(testWorld(testPlan()).begin(testSession(), noStreams), ACTS.select, ACTS.askNumber, ACTS.askShop);
  const elsewhere = submit('address', 'save', { street: '7' });
  const shown = play(begun, ACTS.search, ACTS.stray, elsewhere, elsewhere, ACTS.select);
  expect(keys(shown.truth.acceptable)).toContain('click_control result:0');
  const gone = play(begun, ACTS.search, ACTS.stray, elsewhere, elsewhere, elsewhere, ACTS.select);
  expect(keys(gone.truth.acceptable)).not.toContain('click_control result:0');
  expect(keys(play(gone, ACTS.search).truth.acceptable)).toContain('click_control result:4');
});
