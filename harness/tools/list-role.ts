import { wrapText } from '../../reports/render/terminal/wrap-text.ts';
import { discover } from '../bench/models/discover.ts';
import { UsageError } from '../runner/exit-code.ts';
import { print } from '../runner/output.ts';

/** A role whose implementations are found by listing a folder. */
export interface Role {
  readonly folder: string;
  /** What each file of the folder exports. */
  readonly exported: string;
  /** Where an implementation is named. */
  readonly usedBy: string;
}

/** Every such role, by the name that `bench list` takes. */
export const ROLES: Readonly<Record<string, Role>> = {
  policies: { folder: 'policies/models', exported: 'recipe', usedBy: '--policy NAME' },
  critics: { folder: 'policies/critics', exported: 'recipe', usedBy: '--critic NAME' },
  calibrators: { folder: 'policies/calibrators', exported: 'recipe', usedBy: '--calibrator NAME' },
  gates: { folder: 'policies/gates', exported: 'recipe', usedBy: '--gate NAME' },
  monitors: { folder: 'policies/monitors', exported: 'recipe', usedBy: 'bench rollout --monitor NAME' },
  objectives: {
    folder: 'policies/objectives',
    exported: 'objective',
    usedBy: 'bench align --objectives NAME',
  },
  ood: { folder: 'policies/ood', exported: 'recipe', usedBy: 'bench rollout --ood NAME' },
  metrics: { folder: 'reports/metrics', exported: 'metric', usedBy: 'bench score DIR --metric NAME' },
  reporters: { folder: 'reports/reporters', exported: 'reporter', usedBy: 'bench regress NEW --reporter NAME' },
  traits: { folder: 'simulators/operators/traits', exported: 'trait', usedBy: 'bench settle --traits NAME' },
  drifts: { folder: 'fixtures/drift', exported: 'drift', usedBy: 'bench rollout --drift NAME' },
  importers: { folder: 'fixtures/importers', exported: 'importer', usedBy: '--logs PATH' },
};

/** What a file may say of its implementation. */
interface Described {
  readonly name: string;
  readonly summary: string;
  readonly promise?: string;
  readonly atStrengthOne?: string;
  readonly source?: string;
}

const WIDTH = 80;

/**
 * `bench list [ROLE]`: prints what the files of a role say of themselves, or which roles there are. Throws:
 * `UsageError` for an unknown role.
 */
export async function listRole(name?: string): Promise<void> {
  const lines = name === undefined ? roleLines() : await implementationLines(name);
  for (const line of lines) print(line);
}

function roleLines(): string[] {
  const roles = Object.entries(ROLES);
  const room = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const [names, folders] = [room(Object.keys(ROLES)), room(roles.map(([, { folder }]) => folder))];
  return [
    ...roles.map(([name, { folder, usedBy }]) => `${name.padEnd(names)}  ${folder.padEnd(folders)}  ${usedBy}`),
    '',
    '`bench list ROLE` prints its implementations. Add a file to add one.',
  ];
}

async function implementationLines(name: string): Promise<string[]> {
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (!role) throw new UsageError(`There is no role "${name}": use ${Object.keys(ROLES).join(', ')}.`);
  const found = await discover<Described>(role.folder, role.exported);
  return [
    ...wrapText(`${name}: ${found.length} files in ${role.folder}/, used by ${role.usedBy}`, WIDTH),
    ...found.flatMap((one) => ['', one.name.replaceAll('_', '-'), ...sayings(one)]),
  ];
}

function sayings({ summary, promise, atStrengthOne, source }: Described): string[] {
  const parts = [
    ['', summary],
    ['Promise: ', promise],
    ['Strength 1: ', atStrengthOne],
    ['Source: ', source],
  ] as const;
  return parts.flatMap(([label, text]) => (text === undefined ? [] : wrapText(label + text, WIDTH, '  ')));
}
