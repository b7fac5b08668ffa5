import { jsonSchemas } from '../../fixtures/format/schemas.ts';
import { figuresJsonSchema } from '../../reports/figures/schema.ts';
import { nightJsonSchema } from '../../reports/nightly/night.ts';
import { rulesJsonSchema } from '../bench/regress/rules.ts';
import { UsageError } from '../runner/exit-code.ts';
import { print } from '../runner/output.ts';
import { progressJsonSchema } from '../runner/progress-event.ts';

/** Prints one of the published JSON Schemas. */
export async function printSchema(name: string): Promise<void> {
  const schemas: Record<string, string | undefined> = {
    ...jsonSchemas(),
    'figures.schema.json': figuresJsonSchema(),
    'night.schema.json': nightJsonSchema(),
    'progress.schema.json': progressJsonSchema(),
    'rules.schema.json': rulesJsonSchema(),
  };
  const text = schemas[`${name}.schema.json`];
  if (text === undefined)
    throw new UsageError(
      `There is no schema "${name}": use ${Object.keys(schemas)
        .map((file) => file.split('.')[0])
        .join(', ')}.`,
    );
  print(text.trimEnd());
}
