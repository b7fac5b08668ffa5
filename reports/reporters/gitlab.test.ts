import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Night } from '../nightly/night.ts';
import { reporter } from './gitlab.ts';
import { anyNight, checkWith, EMPTY_NIGHT, NIGHT, nightOf } from './testing/nights.ts';

const issues = (night: Night) => JSON.parse(reporter.render(night, { width: 80, colour: false }));
const location = { path: 'nightly.json', lines: { begin: 1 } };

describe('GitLab’s code quality report', () => {
  it('is an array of what did not pass', () => {
    expect(issues(NIGHT)).toEqual([
      {
        description:
          'FAIL: Goal reached: gated, α 0.05 β 0.2. 71.3 % before, 66.1 % now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is allowed.',
        check_name: 'goal_reached',
        fingerprint: 'cafa4bc8a558003d',
        severity: 'critical',
        location,
      },
      {
        description: 'UNDECIDED: Leak rate: gated, α 0.05 β 0.2. 12 sessions, and 50 are asked for.',
        check_name: 'leak_rate',
        fingerprint: 'eb2081b3275b2fcb',
        severity: 'major',
        location,
      },
      {
        description:
          'WARN: Active time: gated, α 0.05 β 0.2. 227 s before, 245 s now: 18 s [12, 24]; a loss of 11 s is allowed.',
        check_name: 'active_ms_per_session',
        fingerprint: '668d1e4136912a9a',
        severity: 'minor',
        location,
      },
    ]);
    expect(issues(nightOf([checkWith({})]))).toEqual([]);
    expect(issues(EMPTY_NIGHT)).toMatchObject([{ check_name: 'night', severity: 'major' }]);
  });

  it('knows a check again on another night', () => {
    const tonight = nightOf([
      checkWith({ verdict: 'UNDECIDED', sentence: 'Otherwise.', base: 0.1 }),
      ...NIGHT.checks.filter(({ metric }) => metric !== 'goal_reached'),
    ]);
    const prints = (night: Night) => issues(night).map((one: { fingerprint: string }) => one.fingerprint);
    expect(prints(tonight)).toEqual(prints(NIGHT));
  });

  it('has five sound fields, and fingerprints that differ, whatever the texts', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const found: Record<string, string>[] = issues(night);
        for (const issue of found) {
          expect(Object.keys(issue)).toEqual(['description', 'check_name', 'fingerprint', 'severity', 'location']);
          expect(issue.check_name).toMatch(/^[\w-]+$/);
          expect(issue.fingerprint).toMatch(/^[0-9a-f]{16}$/);
          expect(issue.description).toMatch(/^(FAIL|UNDECIDED|WARN): [^\p{Cc}\ud800-\udfff]+$/u);
        }
        expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
