import seedrandom from 'seedrandom';
import type { Example } from '../../harness/contract/policy.ts';

/** As many sessions as there are, drawn with replacement. Copies keep their session's name, so that no split parts them. */
export function bootstrapSessions(examples: readonly Example[], seed: string): Example[] {
  const random = seedrandom(seed);
  const sessions = new Map<string, Example[]>();
  for (const example of examples) {
    const own = sessions.get(example.session);
    if (own) own.push(example);
    else sessions.set(example.session, [example]);
  }
  const all = [...sessions.values()];
  return all.flatMap(() => all[Math.floor(random() * all.length)]!);
}
