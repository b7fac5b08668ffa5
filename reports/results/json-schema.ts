import { z } from 'zod';
import { RESULTS_VERSION, resultsSchema } from './schema.ts';

/** The JSON Schema of `results.json`, as text that ends in a line feed; also in `docs/schemas/results.schema.json`. */
export function resultsJsonSchema(): string {
  const title = `Deskbench results.json, version ${RESULTS_VERSION}`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(resultsSchema, { io: 'input' }) }, null, 2)}\n`;
}
