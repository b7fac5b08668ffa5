import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a sweep leaves that another run of the same sweep must leave, too: bytes of its files, and its run without its attempts. */
export function sweepFiles(folder: string): Record<string, unknown> {
  const names = ['traces.jsonl.gz', 'traces.index.json.gz', 'points.csv', 'comparisons.csv'];
  const { attempts: _, ...run } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Record<string, unknown>;
  return {
    ...Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')])),
    run,
  };
}
