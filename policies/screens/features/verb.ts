import { TextCache } from '../../../harness/contract/text-cache.ts';
import { hashFeature } from './hash.ts';

/** What kind of thing an action does, by its name: the first word of its id that names an act, else the kind alone. */
export function verbOf(target: string): number {
  return verbs.get(target);
}

const verbs = new TextCache((target) => {
  const [kind = '', id = ''] = target.split(' ');
  if (kind === 'submit_form') return hashFeature(`verb ${kind} ${id.slice(id.indexOf('/') + 1)}`);
  return hashFeature(`verb ${kind} ${ACTS.exec(id)?.[1] ?? ''}`);
});

const ACTS =
  /(?:^|_)(ask|request|inform|confirm|offer|provide|tell|verify|greet|hello|goodbye|bye|anything|out|unavailable|available|failed|succeeded|successful|not)(?:_|$)/;
