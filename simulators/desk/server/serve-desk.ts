import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { caseScript } from '../case-script.ts';
import { deskIndex } from '../model/desk-index.ts';
import { startDeskServer } from './server.ts';

export interface ServeDeskOptions {
  readonly catalog: Catalog;
  /** Sessions whose customers come to the desk; what their operators did is not sent to the page. */
  readonly cases: readonly Session[];
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** By session id, what the copilot bar shows before the n-th action, where the screen then offers it. The page waits for a promise. */
  readonly suggestions?: Suggestions | Promise<Suggestions>;
}

type Suggestions = Readonly<Record<string, readonly Suggestion[]>>;

/**
 * Serves the desk to a person, who works cases by hand: logged customer messages follow the person's
 * actions, and logged results the forms that they answer.
 *
 * Throws: where the port is taken or the catalog contradicts itself.
 */
export async function serveDesk(options: ServeDeskOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { catalog, suggestions = {} } = options;
  deskIndex(catalog);
  const pageData = (known: Suggestions) => ({
    catalog,
    cases: options.cases.map((session) => caseScript(session, known[session.id])),
  });
  const data = suggestions instanceof Promise ? suggestions.then(pageData) : pageData(suggestions);
  return startDeskServer(data, options.port === undefined ? {} : { port: options.port });
}
