import type { Reporter } from '../../harness/contract/reporter.ts';
import { type Night, nightSchema } from '../nightly/night.ts';

/** The document itself, as `docs/schemas/night.schema.json` describes it. Throws: where it is none. */
export const reporter: Reporter<Night> = {
  name: 'json',
  summary: 'The document itself, for programs: `bench schema night` prints its JSON Schema.',
  fileName: 'night.json',
  render: (night) => `${JSON.stringify(nightSchema.parse(night), null, 2)}\n`,
};
