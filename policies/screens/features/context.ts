import type { Control } from '../../../harness/contract/control.ts';
import type { ChatMessage, Screen, ShownResult } from '../../../harness/contract/screen.ts';
import { FeatureSet, type Features } from './feature-set.ts';
import { hashFeature, mix, TextCache } from './hash.ts';
import { mentionedOptions } from './mentions.ts';
import { ngramsOf, wordsOf } from './ngrams.ts';
import { spansOf } from './spans.ts';
import { customerMessages } from './value-candidates.ts';
import { verbOf } from './verb.ts';

/** Most features of one screen: later ones (old messages) are left out. */
const CONTEXT_LIMIT = 384;

const STATE_WEIGHT = 1;
const TEXT_WEIGHT = 0.5;
const OLD_TEXT_WEIGHT = 0.3;

const view = (name: string) => hashFeature(`view ${name}`);
const VIEW = {
  always: view('always'),
  procedure: view('procedure'),
  last: view('last action'),
  lastHeard: view('last action, and who spoke since'),
  second: view('second last action'),
  lastTwo: view('last two actions'),
  lastThree: view('last three actions'),
  done: view('done'),
  repeats: view('repeats'),
  heard: view('customer messages since the last action'),
  result: view('result'),
  resultFresh: view('result, fresh'),
  resultItem: view('result item'),
  resultWord: view('result word'),
  echo: view('result value said by the customer'),
  field: view('case field'),
  given: view('value given'),
  turn: view('turn'),
  turnAfter: view('turn after action'),
  desk: view('desk message'),
  before: view('turn before'),
  all: view('all customer messages'),
  slot: view('field mentioned'),
  slots: view('fields mentioned'),
  span: view('kind of span said'),
} as const;

const set = new FeatureSet(CONTEXT_LIMIT);
const known = new WeakMap<Screen, Features>();

/**
 * What a screen says about the state of its case, as hashed features: procedure, last actions in order, results,
 * fields, and word 1-2-grams of several views of the chat. Depends on the screen alone, and on which actions and
 * procedures go by their name: those that are not `named` go by what kind of act they are.
 */
export function contextFeatures(screen: Screen, named?: Named): Features {
  if (named) return worked(screen, named);
  let features = known.get(screen);
  if (!features) {
    features = worked(screen, () => true);
    known.set(screen, features);
  }
  return features;
}

/** Whether an action's target, or a procedure as `procedure ID`, is known by its name. */
export type Named = (name: string) => boolean;

function worked(screen: Screen, named: Named): Features {
  const nameOf = (target: string | undefined) => {
    if (target === undefined) return 0;
    return named(target) ? hashFeature(target) : verbOf(target);
  };
  const last = nameOf(screen.timeline.at(-1)?.target);
  set.clear();
  addState(screen, nameOf, named);
  addResults(screen, last);
  addSlots(screen, last);
  addChat(screen, last);
  return set.take();
}

function addState(screen: Screen, nameOf: (target: string | undefined) => number, named: Named): void {
  const { timeline, messageCount, procedure } = screen;
  set.add(VIEW.always, STATE_WEIGHT);
  const known = procedure !== null && named(`procedure ${procedure.id}`);
  const place = known ? mix(hashFeature(procedure.id), hashFeature(procedure.screen)) : procedure ? 1 : 0;
  const [last, second, third] = [1, 2, 3].map((back) => nameOf(timeline.at(-back)?.target)) as [number, number, number];
  const newMessages = messageCount - (timeline.at(-1)?.messageCount ?? 0);
  // A sent text adds a message of its own after its entry was counted.
  const heard = Math.min(2, newMessages - (timeline.at(-1)?.kind === 'send_text' ? 1 : 0));
  set.add(mix(VIEW.procedure, place), STATE_WEIGHT);
  set.add(mix(VIEW.last, last), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastHeard, last), mix(heard, place)), STATE_WEIGHT);
  set.add(mix(VIEW.second, second), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastTwo, last), second), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastThree, last), mix(second, third)), STATE_WEIGHT);
  set.add(mix(VIEW.heard, heard), STATE_WEIGHT);
  const times = new Map<number, number>();
  for (const entry of timeline) {
    const name = nameOf(entry.target);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  for (const [done, count] of times) {
    set.add(mix(VIEW.done, done), STATE_WEIGHT);
    if (count > 1) set.add(mix(VIEW.repeats, done), STATE_WEIGHT);
  }
  for (const name of Object.keys(screen.fields)) set.add(mix(VIEW.field, hashFeature(name)), STATE_WEIGHT);
  for (const name of Object.keys(timeline.at(-1)?.values ?? {}))
    set.add(mix(VIEW.given, hashFeature(name)), STATE_WEIGHT);
}

function addResults(screen: Screen, lastAction: number): void {
  const last: ShownResult | undefined = screen.results.at(-1);
  if (!last) return;
  const fresh = screen.timeline.at(-1)?.kind === 'submit_form';
  const size = mix(Math.min(3, last.items.length), Math.min(10, last.total ?? -1));
  const outcome = mix(mix(hashFeature(last.form), hashFeature(last.status ?? '')), size);
  set.add(mix(VIEW.result, outcome), STATE_WEIGHT);
  if (fresh) set.add(mix(VIEW.resultFresh, outcome), STATE_WEIGHT);
  if (last.status !== null) set.add(mix(VIEW.resultItem, hashFeature(last.status)), STATE_WEIGHT);
  const turn = turnOf(screen);
  for (const [name, value] of Object.entries(last.items[0] ?? {})) {
    const said = plain.get(value);
    if (turn !== '' && said !== '' && value.length <= 40) {
      const echo = mix(hashFeature(name), turn.includes(said) ? 1 : 0);
      set.add(mix(VIEW.echo, echo), STATE_WEIGHT);
      set.add(mix(mix(VIEW.echo, echo), lastAction), STATE_WEIGHT);
    }
    set.add(mix(VIEW.resultItem, hashFeature(name)), TEXT_WEIGHT);
    if (value.length <= 40) set.add(mix(mix(VIEW.resultItem, hashFeature(name)), hashFeature(value)), TEXT_WEIGHT);
    else for (const word of ngramsOf(value).words) set.add(mix(VIEW.resultWord, word), OLD_TEXT_WEIGHT);
  }
}

/** What the customer wrote since the desk last wrote, as `plain` text. */
function turnOf({ messages }: Screen): string {
  let turn = '';
  for (let at = messages.length - 1; at >= 0 && messages[at]!.author === 'customer'; at--)
    turn += plain.get(messages[at]!.text);
  return turn;
}

/** Words with a space around each, articles aside: `the Air lock!` and `air lock` are found in one another. */
const plain = new TextCache((text) => {
  const words = wordsOf(text).filter((word) => !/^(?:a|an|the|[?!])$/.test(word));
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
});

/** Features of the kinds of span in a text. */
const spanKinds = new TextCache((text) =>
  [...new Set(spansOf(text).map(({ kind }) => kind))].map((kind) => mix(VIEW.span, hashFeature(kind))),
);

/** Which of the open form's fields the customer has said something for: what is left to ask. */
function addSlots(screen: Screen, last: number): void {
  const said = customerMessages(screen);
  for (const { text } of said) for (const kind of spanKinds.get(text)) set.add(kind, STATE_WEIGHT);
  let all = 0;
  for (const field of screen.controls) {
    if (field.options.length < 2 || field.form === null) continue;
    const ago = Math.min(2, mentionedAgo(field, said));
    set.add(mix(mix(VIEW.slot, hashFeature(field.target)), ago), STATE_WEIGHT);
    all = mix(all, ago > 0 ? 1 : 0);
  }
  set.add(mix(VIEW.slots, all), STATE_WEIGHT);
  set.add(mix(mix(VIEW.slots, all), last), STATE_WEIGHT);
}

/** How many customer messages ago one of the field's options was mentioned, the last being 1; 0 where none was. */
function mentionedAgo(field: Control, said: readonly { readonly text: string }[]): number {
  for (let ago = 0; ago < said.length; ago++) if (mentionedOptions(field, said[ago]!.text).length > 0) return ago + 1;
  return 0;
}

function addChat(screen: Screen, last: number): void {
  const { messages } = screen;
  let at = messages.length - 1;
  for (; at >= 0 && messages[at]!.author === 'customer'; at--) {
    const { words, pairs } = ngramsOf(messages[at]!.text);
    for (const word of words) {
      set.add(mix(VIEW.turn, word), TEXT_WEIGHT);
      set.add(mix(mix(VIEW.turnAfter, last), word), TEXT_WEIGHT);
    }
    for (const pair of pairs) set.add(mix(VIEW.turn, pair), TEXT_WEIGHT);
  }
  at = addTurn(messages, at, 'desk', VIEW.desk);
  addTurn(messages, at, 'customer', VIEW.before);
  for (const message of messages.toReversed()) {
    if (message.author !== 'customer') continue;
    const { words, pairs } = ngramsOf(message.text);
    for (const word of words) set.add(mix(VIEW.all, word), OLD_TEXT_WEIGHT);
    for (const pair of pairs) set.add(mix(VIEW.all, pair), OLD_TEXT_WEIGHT);
  }
}

/** Adds the run of one author's messages that ends at `at`; returns where the run before it ends. */
function addTurn(messages: readonly ChatMessage[], at: number, author: ChatMessage['author'], name: number): number {
  let index = at;
  for (; index >= 0 && messages[index]!.author === author; index--)
    for (const word of ngramsOf(messages[index]!.text).words) set.add(mix(name, word), OLD_TEXT_WEIGHT);
  return index;
}
