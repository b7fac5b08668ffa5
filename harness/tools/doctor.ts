import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { probeProvider } from '../../policies/networks/onnx/load-model.ts';
import { formatCount, formatNumber } from '../../reports/present/format-value.ts';
import { singleLine } from '../../reports/present/single-line.ts';
import { wrapText } from '../../reports/render/terminal/wrap-text.ts';
import { resolveBrowser } from '../../simulators/desk/browser/launch.ts';
import { DEFAULT_CACHE } from '../bench/models/cache/default-cache.ts';
import { EXIT } from '../runner/exit-code.ts';
import { outputLook, print } from '../runner/output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { readGitState } from '../runner/run-info.ts';
import { messageOf } from '../shared/message-of.ts';

/** What a machine has of one thing. `lacks`: some commands do not run; `could`: they run, less well or not as fast. */
interface Examined {
  readonly what: string;
  readonly state: 'has' | 'could' | 'lacks';
  /** What was found, or what is missing and what to do. */
  readonly found: string;
}

const OLDEST_NODE = [20, 19] as const;
/** A settle run at its default size peaks below 2 GiB; a headline leaves 25 MB. */
const LEAST_MEMORY_GIB = 2;
const LEAST_DISK_GIB = 1;
const GIB = 2 ** 30;

/** `bench doctor`: says what this machine lacks to run the bench, and what to do. Exit code 3 where something is missing. */
export async function doctor(): Promise<void> {
  const found = [
    node(),
    await runtime(),
    await browser(),
    memory(),
    disk('reports/out', join(REPOSITORY, 'reports/out'), 'where runs are kept unless --out says otherwise'),
    disk('model cache', DEFAULT_CACHE, 'where trained models are kept; --cache names another'),
    git(),
    ...(await accelerators()),
  ];
  const room = Math.max(...found.map(({ what }) => what.length));
  const marks = { has: '✓', could: '–', lacks: '✗' } as const;
  const { width } = outputLook();
  for (const { what, state, found: text } of found)
    print(wrapText(singleLine(text), width, `${marks[state]} ${what.padEnd(room)}  `).join('\n'));
  const lacking = found.filter(({ state }) => state === 'lacks').map(({ what }) => what);
  print(lacking.length === 0 ? '\nThis machine has all that the bench needs.' : `\nMissing: ${lacking.join(', ')}.`);
  process.exitCode = lacking.length === 0 ? EXIT.good : EXIT.incomplete;
}

function node(): Examined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return {
    what: 'Node',
    state: isNew ? 'has' : 'lacks',
    found: isNew ? process.versions.node : `${process.versions.node}: install ${OLDEST_NODE.join('.')} or newer`,
  };
}

async function runtime(): Promise<Examined> {
  const reason = await probeProvider('cpu');
  return {
    what: 'model runtime',
    state: reason === null ? 'has' : 'lacks',
    found: reason ?? 'onnxruntime runs on the CPU',
  };
}

async function browser(): Promise<Examined> {
  try {
    const { found } = await resolveBrowser({ install: false });
    return { what: 'browser', state: 'has', found };
  } catch (error) {
    return { what: 'browser', state: 'lacks', found: `${messageOf(error)} Install one: pnpm bench browser` };
  }
}

function memory(): Examined {
  const gib = totalmem() / GIB;
  const text = `${formatNumber(gib, 1)} GiB, ${formatCount(availableParallelism())} cores`;
  if (gib >= LEAST_MEMORY_GIB) return { what: 'memory', state: 'has', found: text };
  return {
    what: 'memory',
    state: 'could',
    found: `${text}: ${LEAST_MEMORY_GIB} GiB are needed at default sizes; use --sessions`,
  };
}

/** The folder, or the nearest one above it that is there, can be written and has room. */
function disk(what: string, folder: string, purpose: string): Examined {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    return { what, state: 'lacks', found: `${folder} cannot be written: ${purpose}` };
  }
  const { bavail, bsize } = statfsSync(there);
  const free = (bavail * bsize) / GIB;
  const text = `${folder}, ${formatNumber(free, 1)} GiB free`;
  if (free >= LEAST_DISK_GIB) return { what, state: 'has', found: text };
  return { what, state: 'could', found: `${text}: ${purpose}` };
}

function git(): Examined {
  const state = readGitState(REPOSITORY);
  if (state)
    return { what: 'git', state: 'has', found: `commit ${state.commit.slice(0, 12)}${state.dirty ? ', changed' : ''}` };
  return { what: 'git', state: 'could', found: 'no git checkout: run.json will not name the commit' };
}

/** Execution providers that are faster, where they are. */
async function accelerators(): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const provider of ['cuda', 'webgpu']) {
    const reason = await probeProvider(provider);
    examined.push({
      what: provider,
      state: reason === null ? 'has' : 'could',
      found: reason === null ? `--providers ${provider},cpu runs here` : `not here (${reason.split('\n')[0]})`,
    });
  }
  return examined;
}
