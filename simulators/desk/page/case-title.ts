/** What a case is called in queue, tab and heading: its subject, else what the customer said first, else its id. */
export function caseTitle(subject: string, firstWords: string | undefined, id: string): string {
  const words = [subject, firstWords ?? ''].find((text) => text.trim() !== '') ?? id;
  return words.trim();
}

/** A name for a control whose label says nothing to the eye or ear; undefined where its own label does. */
export function spokenName(label: string, id: string): string | undefined {
  return label.trim() === '' ? id : undefined;
}
