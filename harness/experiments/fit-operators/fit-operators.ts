import { join } from 'node:path';
import { checkFit } from '../../../simulators/operators/fitting/check-fit.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import { fitPeople } from '../../../simulators/operators/fitting/fit-people.ts';
import { tallyOperators } from '../../../simulators/operators/fitting/tally-operators.ts';
import { loadDataset } from '../../bench/data/load-dataset.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { createRng } from '../../shared/streams.ts';
import { fitFindings } from './fit-findings.ts';
import { judgeCheck } from './held-out-gain.ts';
import type { FitOperatorsOptions } from './options.ts';

/** Simulated teams are the same for the same log, whatever the run's seed. */
const SEED = 'fit-operators';

/** Fits times, acceptance and how people differ to a log, and checks the fit; `operators.json` holds it for other programs. */
export async function fitLog({ logs }: FitOperatorsOptions, { folder }: Pick<RunContext, 'folder'>): Promise<Outcome> {
  const loaded = await loadDataset(logs);
  const { dataset, importer } = loaded;
  const fit = fitOperators(dataset.sessions);
  const people = fitPeople(dataset.sessions);
  const check = judgeCheck(checkFit(dataset.sessions, createRng('fitted teams', SEED)));
  writeFileAtomic(join(folder(loaded), 'operators.json'), `${JSON.stringify({ ...fit, people, check }, null, 2)}\n`);
  const found = { fit, people, check, star: importer === 'star', logs: tallyOperators(dataset.sessions) };
  return { loaded, ...fitFindings(found) };
}
