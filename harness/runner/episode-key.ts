/** What names an episode within a run. */
export function episodeKey(cell: string, session: string): string {
  return JSON.stringify([cell, session]);
}
