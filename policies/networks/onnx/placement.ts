import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** Nodes of one operator that a provider ran. */
export interface Placement {
  /** As models name it: `cpu`, `webgpu`, `cuda`. */
  readonly provider: string;
  readonly operator: string;
  readonly nodes: number;
  /** Time of all their runs together, without what a device does after it was asked. Unit: milliseconds. */
  readonly ms: number;
}

const eventSchema = z.object({
  cat: z.literal('Node'),
  name: z.string().endsWith('_kernel_time'),
  /** Unit: microseconds. */
  dur: z.number(),
  args: z.object({ provider: z.string(), op_name: z.string() }),
});

/** Reads which nodes ran where out of the runtime's profile. */
function placementOf(profile: string): Placement[] {
  const found = new Map<string, { provider: string; operator: string; names: Set<string>; ms: number }>();
  for (const event of JSON.parse(profile) as unknown[]) {
    const { success, data } = eventSchema.safeParse(event);
    if (!success) continue;
    const provider = data.args.provider.replace(/ExecutionProvider$/, '').toLowerCase();
    const key = `${provider} ${data.args.op_name}`;
    const one = found.get(key) ?? { provider, operator: data.args.op_name, names: new Set<string>(), ms: 0 };
    one.names.add(data.name);
    one.ms += data.dur / 1000;
    found.set(key, one);
  }
  return [...found.values()].map(({ names, ...one }) => ({ ...one, nodes: names.size }));
}

/** Reads and removes the profiles that the runtime wrote under this path and a date. */
export function takeProfiles(prefix: string): Placement[] {
  const folder = dirname(prefix);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(prefix)));
  return files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    rmSync(join(folder, name));
    return placementOf(text);
  });
}

/** The same operators together, those of most nodes first. */
export function addedUp(placements: readonly Placement[]): Placement[] {
  const sums = new Map<string, Placement>();
  for (const one of placements) {
    const key = `${one.provider} ${one.operator}`;
    const known = sums.get(key);
    sums.set(key, known ? { ...one, nodes: known.nodes + one.nodes, ms: known.ms + one.ms } : one);
  }
  return [...sums.values()].sort((a, b) => b.nodes - a.nodes);
}
