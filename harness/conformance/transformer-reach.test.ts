import { describe, expect, it } from 'vitest';
import { createLexicon, learnLexicon } from '../../policies/families/transformer/lexicon.ts';
import { PARTS, type Sequence } from '../../policies/families/transformer/sequence.ts';
import { serialiseScreen } from '../../policies/families/transformer/serialise.ts';
import { SETTINGS } from '../../policies/families/transformer/settings.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { logExamples } from '../engine/log-examples.ts';
import { printAside } from '../runner/output.ts';
import { hasStarArchive, starSample } from './star-sample.ts';

const WHOLE = 10_000;
/** Events that must be there in full, whatever the screen. */
const NEWEST = 8;
const EVENTS = new Set((['customer', 'desk', 'action'] as const).map((part) => PARTS.indexOf(part)));

/** Ages of the messages and actions that a sequence tells something of. Those past the oldest mark count as one. */
function agesOf({ parts, ages }: Sequence): Set<number> {
  return new Set(ages.filter((_, at) => EVENTS.has(parts[at] ?? -1)));
}

/** Tokens of the newest events and of what stands before all events. */
function nearOf({ tokens, parts, ages }: Sequence): number[] {
  return tokens.filter((_, at) => !EVENTS.has(parts[at] ?? -1) || (ages[at] ?? 0) < NEWEST);
}

describe.skipIf(!hasStarArchive)('what the transformer reads of STAR’s screens', () => {
  it('is the newest events, procedure and result of nearly all, and something of most older events', async () => {
    const { catalog, sessions } = starSample(100);
    const examples = await logExamples(sessions, createInProcessDesk(catalog));
    const lexicon = createLexicon(learnLexicon(examples, SETTINGS.vocabulary));
    const counts = { screens: 0, whole: 0, newestWhole: 0, events: 0, told: 0 };
    for (const { screen } of examples) {
      const all = serialiseScreen(screen, lexicon, WHOLE);
      const read = serialiseScreen(screen, lexicon, SETTINGS.lengths.screen);
      counts.screens++;
      if (read.tokens.length === all.tokens.length) counts.whole++;
      if (nearOf(read).length === nearOf(all).length) counts.newestWhole++;
      counts.events += agesOf(all).size;
      counts.told += agesOf(read).size;
    }
    const shares = {
      screens: counts.screens,
      'told to the end': counts.whole / counts.screens,
      'newest events in full': counts.newestWhole / counts.screens,
      'events told': counts.told / counts.events,
    };
    printAside(JSON.stringify(shares));
    expect(shares['newest events in full']).toBeGreaterThan(0.99);
    expect(shares['events told']).toBeGreaterThan(0.85);
  });
});
