import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { CaseScript } from '../case-script.ts';

/** What the server hands to the page. Without cases the page is driven from outside, one case at a time. */
export interface PageData {
  readonly catalog: Catalog;
  readonly cases: readonly CaseScript[] | null;
}
