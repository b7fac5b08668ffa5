import { join } from 'node:path';
import { build } from 'esbuild';

/** The page's script and style as served, each one text. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

let bundle: Promise<PageBundle> | undefined;

/** Bundles the page in memory, once a process. Throws: what esbuild found wrong, with its place. */
export function pageBundle(): Promise<PageBundle> {
  bundle ??= buildPage();
  return bundle;
}

async function buildPage(): Promise<PageBundle> {
  const folder = join(import.meta.dirname, '..', 'page');
  const result = await build({
    entryPoints: [join(folder, 'main.tsx'), join(folder, 'desk.css')],
    absWorkingDir: folder,
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const text = (ending: string) => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
