import { z } from 'zod';
import { FIGURES_VERSION, figuresSchema } from './schema.ts';

/** The JSON Schema of `figures.json`, as text that ends in a line feed; also in `docs/schemas/figures.schema.json`. */
export function figuresJsonSchema(): string {
  const title = `Deskbench figures.json, version ${FIGURES_VERSION}`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(figuresSchema, { io: 'input' }) }, null, 2)}\n`;
}
