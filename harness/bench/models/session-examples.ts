import { type Action, sameAction } from '../../contract/action.ts';
import { actionRules } from '../../contract/action-rules.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Example } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import type { Session } from '../../contract/session.ts';
import { logExamples } from '../../engine/log-examples.ts';

/** Examples of each session, in the order of its steps; a session is replayed once however often it is asked for. */
export class SessionExamples {
  readonly #environment: Environment;
  readonly #catalog: Catalog;
  readonly #known = new Map<string, readonly Example[]>();

  constructor(environment: Environment, catalog: Catalog) {
    this.#environment = environment;
    this.#catalog = catalog;
  }

  /** Whether two actions on a screen are the same. */
  same({ procedure }: Screen, a: Action, b: Action): boolean {
    return sameAction(a, b, actionRules(this.#catalog, procedure?.id ?? null));
  }

  async of(session: Session): Promise<readonly Example[]> {
    let examples = this.#known.get(session.id);
    if (!examples) {
      examples = await logExamples([session], this.#environment);
      this.#known.set(session.id, examples);
    }
    return examples;
  }

  async ofAll(sessions: readonly Session[]): Promise<Example[]> {
    const all: Example[] = [];
    for (const session of sessions) all.push(...(await this.of(session)));
    return all;
  }
}
