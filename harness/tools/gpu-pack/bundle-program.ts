import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { namesIn } from '../../bench/models/discover.ts';
import { REPOSITORY } from '../../runner/repository.ts';

/** Roles whose implementations the program finds by listing their folders, of which a bundle has none. */
const ROLES = ['policies/models', 'policies/critics'];

/** Puts the files of the roles into the bundle, in place of what lists their folders. */
const roles: Plugin = {
  name: 'roles',
  setup(made) {
    made.onLoad({ filter: /bench[\\/]models[\\/]discover\.ts$/ }, () => ({
      contents: rolesModule(),
      resolveDir: REPOSITORY,
      loader: 'ts',
    }));
  },
};

function rolesModule(): string {
  const files = ROLES.flatMap((folder) => namesIn(folder).map((name) => ({ folder, path: `./${folder}/${name}.ts` })));
  return [
    ...files.map(({ path }, at) => `import * as file${at} from ${JSON.stringify(path)};`),
    `const files = [${files.map(({ folder }, at) => `[${JSON.stringify(folder)}, file${at}]`).join(', ')}] as const;`,
    // Other roles are named in help texts alone, of commands that the program has not.
    'export const namesIn = (_folder: string): string[] => [];',
    'export async function discover(folder: string, exported: string) {',
    '  return files.filter(([one]) => one === folder).flatMap(([, file]) => (exported in file ? [(file as any)[exported]] : []));',
    '}',
  ].join('\n');
}

/** What CommonJS packages expect of a module that was none of their kind. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Writes the check and the thread that its models run in as one file each. The runtime stays outside, as it is no
 * JavaScript. Gives the packages whose code is in them.
 */
export async function bundleProgram(folder: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: {
      'gpu-check': join(import.meta.dirname, 'program.ts'),
      'worker-bootstrap': join(REPOSITORY, 'policies/networks/onnx/worker.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', minifySyntax: true, metafile: true },
    external: ['onnxruntime-node', 'playwright'],
    banner: { js: BANNER },
    plugins: [roles],
    logLevel: 'silent',
    absWorkingDir: REPOSITORY,
  });
  const folders = Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []);
  return [...new Set(folders)].sort();
}

/** The folder of the package that a file belongs to; null for a file of our own. */
function packageOf(path: string): string | null {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder === undefined ? null : join(REPOSITORY, folder);
}

/** Name and version of a package. */
export function packageName(folder: string): string {
  const { name = basename(folder), version = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name}@${version}`;
}
