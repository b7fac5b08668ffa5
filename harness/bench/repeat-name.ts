/** How a part of a run is called where its sessions are played again with the same random numbers; the first time: as the part. */
export const repeatName = (part: string, repeat: number): string => (repeat === 1 ? part : `${part}, repeat ${repeat}`);

/** A part of a run, and which repeat it is, from 1. */
export function repeatOf(name: string): { readonly part: string; readonly repeat: number } {
  const found = /^(.*), repeat (\d+)$/s.exec(name);
  return found ? { part: found[1]!, repeat: Number(found[2]) } : { part: name, repeat: 1 };
}
