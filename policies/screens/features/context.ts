import { perObject, perText } from '../../../harness/contract/remember.ts';
import type { ChatMessage, Screen, ShownResult } from '../../../harness/contract/screen.ts';
import { FeatureSet, type Features } from './feature-set.ts';
import { hashFeature, mix } from './hash.ts';
import { mentionedOptions } from './mentions.ts';
import { type Named, type Names, namesOf } from './named.ts';
import { ngramsOf, wordsOf } from './ngrams.ts';
import { spansOf } from './spans.ts';
import { customerMessages } from './value-candidates.ts';

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

/**
 * What a screen says about the state of its case, as hashed features: procedure, last actions in order, results,
 * fields, and word 1-2-grams of several views of the chat. Depends on the screen alone, and on which actions and
 * procedures go by their name: those that are not `named` go by what kind of act they are.
 */
export function contextFeatures(screen: Screen, named?: Named): Features {
  const names = namesOf(named);
  // Where all goes by its name, policy and critic read the same.
  if (named && !allKnown(screen, names)) return worked(screen, names);
  return workedAsNamed(screen);
}

const workedAsNamed = perObject((screen: Screen) => worked(screen, namesOf(undefined)));

function allKnown({ procedure, timeline }: Screen, { procedures, targets }: Names): boolean {
  return (
    (procedure === null || procedures(procedure.id).known) && timeline.every(({ target }) => targets(target).known)
  );
}

function worked(screen: Screen, names: Names): Features {
  const { timeline } = screen;
  for (let at = 0; at < timeline.length; at++) acts[at] = names.targets(timeline[at]!.target).hash;
  const last = actAt(timeline.length - 1);
  set.clear();
  addState(screen, placeOf(screen, names));
  addResults(screen, last);
  addSlots(screen, last);
  addChat(screen, last);
  return set.take();
}

/** The acts of the timeline at hand, by name. Used again from screen to screen. */
const acts: number[] = [];

function actAt(at: number): number {
  return at < 0 ? 0 : acts[at]!;
}

/** Where the case is, as one hash: 1 for a procedure that is not known, 0 for none. */
function placeOf({ procedure }: Screen, { procedures }: Names): number {
  if (!procedure) return 0;
  const { hash, known } = procedures(procedure.id);
  return known ? mix(hash, hashFeature(procedure.screen)) : hash;
}

function addState(screen: Screen, place: number): void {
  const { timeline, messageCount } = screen;
  const size = timeline.length;
  const entry = timeline[size - 1];
  set.add(VIEW.always, STATE_WEIGHT);
  const [last, second, third] = [actAt(size - 1), actAt(size - 2), actAt(size - 3)];
  const newMessages = messageCount - (entry?.messageCount ?? 0);
  // A sent text adds a message of its own after its entry was counted.
  const heard = Math.min(2, newMessages - (entry?.kind === 'send_text' ? 1 : 0));
  set.add(mix(VIEW.procedure, place), STATE_WEIGHT);
  set.add(mix(VIEW.last, last), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastHeard, last), mix(heard, place)), STATE_WEIGHT);
  set.add(mix(VIEW.second, second), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastTwo, last), second), STATE_WEIGHT);
  set.add(mix(mix(VIEW.lastThree, last), mix(second, third)), STATE_WEIGHT);
  set.add(mix(VIEW.heard, heard), STATE_WEIGHT);
  for (let at = 0; at < size; at++) {
    const act = acts[at]!;
    if (acts.indexOf(act) < at) continue;
    set.add(mix(VIEW.done, act), STATE_WEIGHT);
    const again = acts.indexOf(act, at + 1);
    if (again > 0 && again < size) set.add(mix(VIEW.repeats, act), STATE_WEIGHT);
  }
  for (const name of Object.keys(screen.fields)) set.add(mix(VIEW.field, hashFeature(name)), STATE_WEIGHT);
  for (const name of Object.keys(entry?.values ?? {})) set.add(mix(VIEW.given, hashFeature(name)), STATE_WEIGHT);
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
    const said = plain(value);
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
    turn += plain(messages[at]!.text);
  return turn;
}

/** Words with a space around each, articles aside: `the Air lock!` and `air lock` are found in one another. */
const plain = perText((text) => {
  const words = wordsOf(text).filter((word) => !/^(?:a|an|the|[?!])$/.test(word));
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
});

/** Features of the kinds of span in a text. */
const spanKinds = perText((text) =>
  [...new Set(spansOf(text).map(({ kind }) => kind))].map((kind) => mix(VIEW.span, hashFeature(kind))),
);

/** Which of the open form's fields the customer has said something for: what is left to ask. */
function addSlots(screen: Screen, last: number): void {
  const said = customerMessages(screen);
  for (const { text } of said) for (const kind of spanKinds(text)) set.add(kind, STATE_WEIGHT);
  const { names, mentions } = slotsOf(screen.controls);
  if (mentionedAgo.length < names.length) mentionedAgo = new Uint8Array(2 * names.length);
  mentionedAgo.fill(0, 0, names.length);
  // Newest last, so that it stands where a field was mentioned more than once.
  for (let ago = said.length; names.length > 0 && ago > 0; ago--)
    for (const slot of mentions(said[ago - 1]!.text)) mentionedAgo[slot] = Math.min(2, ago);
  let all = 0;
  for (let slot = 0; slot < names.length; slot++) {
    const ago = mentionedAgo[slot]!;
    set.add(mix(names[slot]!, ago), STATE_WEIGHT);
    all = mix(all, ago > 0 ? 1 : 0);
  }
  set.add(mix(VIEW.slots, all), STATE_WEIGHT);
  set.add(mix(mix(VIEW.slots, all), last), STATE_WEIGHT);
}

/** How many customer messages ago one of a field's options was mentioned: 1 for the last, 2 for any before, 0 for none. Used again. */
let mentionedAgo = new Uint8Array(16);

/** The fields with options of a list of controls. */
interface Slots {
  /** Hashes of their names. */
  readonly names: readonly number[];
  /** By text: the fields that have an option in it. */
  readonly mentions: (text: string) => readonly number[];
}

const TEXTS_OF_SLOTS = 2000;

// By the list itself: the screens of a procedure share their controls.
const slotsOf = perObject((controls: Screen['controls']): Slots => {
  const fields = controls.filter(({ options, form }) => options.length > 1 && form !== null);
  const mentionedIn = (text: string) =>
    fields.flatMap((field, slot) => (mentionedOptions(field, text).length > 0 ? [slot] : []));
  return {
    names: fields.map(({ target }) => mix(VIEW.slot, hashFeature(target))),
    mentions: perText(mentionedIn, TEXTS_OF_SLOTS),
  };
});

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
  for (let back = messages.length - 1; back >= 0; back--) {
    if (messages[back]!.author !== 'customer') continue;
    const { words, pairs } = ngramsOf(messages[back]!.text);
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
