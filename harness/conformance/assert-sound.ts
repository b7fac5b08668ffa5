import { isDeepStrictEqual } from 'node:util';
import { catalogFault } from '../../fixtures/format/catalog-fault.ts';
import { parseCatalog, parseSessions } from '../../fixtures/format/read-dataset.ts';
import { renderCatalog, renderSession } from '../../fixtures/format/write-dataset.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { replaySession } from '../../simulators/desk/play-side-by-side.ts';
import type { Dataset } from '../contract/dataset.ts';

/**
 * Checks that a dataset is what every other part may rely on: the strict reader takes it back unchanged, and
 * each session can be worked on a desk from its first step to its last.
 *
 * Throws: the reader's or the desk's complaint.
 */
export async function assertSound({ catalog, sessions }: Dataset): Promise<void> {
  const encoder = new TextEncoder();
  const fault = catalogFault(catalog);
  if (fault) throw new Error(`The catalog: ${fault.field} ${fault.problem}`);
  const readCatalog = parseCatalog(encoder.encode(renderCatalog(catalog)), 'procedures.json');
  if (!isDeepStrictEqual(readCatalog, catalog)) throw new Error('The catalog is read back otherwise than written.');
  const lines = encoder.encode(sessions.map(renderSession).join(''));
  // Knows every fault of a session, ids given twice included.
  const readSessions = parseSessions(lines, 'sessions.jsonl', readCatalog);
  for (const [at, session] of sessions.entries())
    if (!isDeepStrictEqual(readSessions[at], session)) throw new Error(`Session ${session.id} is read back otherwise.`);
  const desk = createInProcessDesk(catalog);
  for (const session of sessions) await replaySession(desk, session);
}
