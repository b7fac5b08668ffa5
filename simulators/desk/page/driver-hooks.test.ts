import { afterEach, expect, it, vi } from 'vitest';
import type { DeskStore } from './desk-store.ts';
import { driverHooks } from './driver-hooks.ts';

afterEach(() => vi.unstubAllGlobals());

/** A control at a height of the page, which is in view between 0 and 100 less what was scrolled. */
function pageOf(heights: Readonly<Record<string, number>>) {
  let scrolled = 0;
  const scrolls: string[] = [];
  const heard: string[] = [];
  const elements = Object.entries(heights).map(([id, height]) => {
    const element = {
      ...{ id, value: '' },
      getAttribute: () => 'submit',
      querySelector: () => null,
      querySelectorAll: () => ['a', 'b'].map((value) => ({ ...element, value, id: `${id} ${value}` })),
      contains: (other: { id: string }) => other.id === element.id,
      focus: () => heard.push(`focus ${id}`),
      dispatchEvent: ({ type }: Event) => heard.push(`${type} ${id} ${element.value}`),
      getBoundingClientRect: () => ({ x: 10, y: height - scrolled, width: 20, height: 10 }),
      scrollIntoView({ block }: { block: string }) {
        scrolls.push(`${id} ${block}`);
        scrolled = block === 'end' ? height - 80 : height - 50;
      },
    };
    return element;
  });
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  vi.stubGlobal('document', {
    querySelector: (selector: string) => elements.find(({ id }) => selector === `[data-control="${id}"]`) ?? null,
    elementFromPoint: (_: number, y: number) =>
      y < 0 || y > 100 ? null : elements.find(({ getBoundingClientRect }) => getBoundingClientRect().y === y - 5),
  });
  return { hooks: driverHooks({} as DeskStore, () => {}), scrolls, heard };
}

it('places that are all in view stay where they are', () => {
  const { hooks, scrolls } = pageOf({ one: 20, two: 60 });
  expect(hooks.prepare([], [{ control: 'one' }, { control: 'two' }])).toEqual([
    [20, 25, true],
    [20, 65, true],
  ]);
  expect(scrolls).toEqual([]);
});

it('where one is out of view, the last is brought to the lower edge; one alone to the middle', () => {
  const { hooks, scrolls } = pageOf({ one: 120, two: 180 });
  expect(hooks.prepare([], [{ control: 'one' }, { control: 'two' }])).toEqual([
    [20, 25, true],
    [20, 85, true],
  ]);
  const far = pageOf({ one: 20, two: 180 });
  expect(far.hooks.prepare([], [{ control: 'one' }, { control: 'two' }]).map(([, , hit]) => hit)).toEqual([
    false,
    true,
  ]);
  const alone = pageOf({ one: 180 });
  expect(alone.hooks.prepare([], [{ control: 'one' }])).toEqual([[20, 55, true]]);
  expect([scrolls, far.scrolls, alone.scrolls]).toEqual([['two end'], ['two end'], ['one center']]);
});

it('a choice is made as a picker makes it, and what the page does not show is said', () => {
  const { hooks, heard } = pageOf({ city: 20 });
  hooks.prepare([['city', 'Bern']], []);
  expect(heard).toEqual(['focus city', 'input city Bern', 'change city Bern']);
  expect(() => hooks.prepare([], [{ control: 'other' }])).toThrow('The page shows no control "other".');
  expect(() => hooks.prepare([], [{ control: 'city', option: 'c' }])).toThrow('Control "city" shows no option "c".');
  expect(hooks.prepare([], [{ control: 'city', option: 'b' }])).toHaveLength(1);
});
