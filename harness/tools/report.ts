import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresTerminal } from '../../reports/figures/figures-terminal.ts';
import { type Figures, figuresSchema } from '../../reports/figures/schema.ts';
import { writeFigures } from '../../reports/figures/write-figures.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { readOldResults } from '../bench/staged/read-old-results.ts';
import { UsageError } from '../runner/exit-code.ts';
import { outputLook, printPainted } from '../runner/output.ts';

/** `bench report`: writes a run's page and tables again from its figures, and prints them. Plays nothing. */
export async function report(folder: string): Promise<void> {
  const figures = readFigures(folder);
  const files = await writeFigures(folder, figures);
  printPainted(figuresTerminal(figures, { ...outputLook(), files: files.map(displayPath) }));
}

/**
 * The figures that a run left, those of a version before this one included. Throws: `UsageError` where there are none,
 * or they are not whole.
 */
export function readFigures(folder: string): Figures {
  const [now, before] = [join(folder, 'figures.json'), join(folder, 'results.json')];
  if (!existsSync(now) && existsSync(before)) return readOldResults(readFileSync(before, 'utf8'), before);
  if (!existsSync(now))
    throw new UsageError(`${folder} holds no figures.json: name the folder of a run that has ended.`);
  const parsed = figuresSchema.safeParse(readJson(now));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${now}: ${issue?.path.join('.')} is not as this version writes it: run the experiment again.`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError(`${path} is no JSON: run the experiment again.`);
  }
}
