import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../harness/contract/environment.ts';
import { createInProcessDesk } from './in-process.ts';
import { playSideBySide } from './play-side-by-side.ts';
import { sampleCatalog } from './testing/sample-catalog.ts';
import { sampleSession } from './testing/sample-session.ts';

describe('desks that play side by side', () => {
  it.each([1, 2, 5])('count every step of every desk: %i desks', async (count) => {
    let performed = 0;
    const desks = Array.from({ length: count }, (): Environment => {
      const desk = createInProcessDesk(sampleCatalog);
      return {
        ...desk,
        reset: (opening) => desk.reset(opening),
        observe: () => desk.observe(),
        deliver: (arrivals) => desk.deliver(arrivals),
        async perform(action, actor) {
          await setImmediate();
          await desk.perform(action, actor);
          performed += 1;
        },
        close: () => desk.close(),
      };
    });
    let begun = 0;
    const steps = await playSideBySide(desks, [sampleSession], () => begun++ < 12);
    expect(steps).toBe(performed);
    expect(steps).toBe(12 * sampleSession.steps.length);
  });
});
