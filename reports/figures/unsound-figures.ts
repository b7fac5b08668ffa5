import type { FigureTable } from './schema.ts';

/** Beyond rounding. */
const TOLERANCE = 1e-9;

/** Where a unit's values lie. Shares that tell a change, such as time saved, may be negative: none exceeds 1. */
const MOST: Readonly<Partial<Record<string, number>>> = { share: 1, points: 1 };

/**
 * What cannot be in a document of results, a sentence each: numbers that are none, half an interval, ends that do not
 * hold the estimate, and in tables more than all of something, or an estimate that does not say of how many it is. Looks
 * at every object that has two ends, whatever it is called and however deep it stands.
 */
export function unsoundFigures(document: unknown): string[] {
  const tables = tablesOf(document);
  return [...walk(document, ''), ...tables.flatMap(beyondUnit), ...tables.flatMap(ofNobody)];
}

function walk(value: unknown, place: string): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${place} is ${value}`];
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.entries(value).flatMap(([key, one]) => walk(one, place === '' ? key : `${place}.${key}`));
  return 'low' in value && 'high' in value ? [...inside, ...interval(value, place)] : inside;
}

function interval(value: { low?: unknown; high?: unknown; estimate?: unknown; difference?: unknown }, place: string) {
  const { low, high, estimate = value.difference } = value;
  const words = `${place} is ${String(estimate)} [${String(low)}, ${String(high)}]`;
  if ((low === null) !== (high === null)) return [`${words}: half an interval`];
  if (typeof low !== 'number' || typeof high !== 'number') return [];
  if (low > high + TOLERANCE) return [`${words}: the ends are exchanged`];
  if (estimate === null) return [`${words}: an interval of nothing`];
  if (typeof estimate !== 'number') return [];
  return estimate < low - TOLERANCE || estimate > high + TOLERANCE
    ? [`${words}: the estimate is outside its interval`]
    : [];
}

function tablesOf(document: unknown): FigureTable[] {
  const { tables } = (document ?? {}) as { tables?: FigureTable[] };
  return tables ?? [];
}

function beyondUnit({ id, columns, rows }: FigureTable): string[] {
  return columns.flatMap((column) => {
    const most = MOST[column.unit];
    if (most === undefined) return [];
    return rows.flatMap(({ cells }, row) => {
      const cell = cells[column.id];
      const numbers = cell !== null && typeof cell === 'object' ? [cell.estimate, cell.low, cell.high] : [cell];
      return numbers
        .filter((number) => typeof number === 'number')
        .filter((number) => number > most + TOLERANCE)
        .map((number) => `table ${id}, row ${row + 1}, column ${column.id}: ${number} is more than all`);
    });
  });
}

/** Estimates of ours that do not say of how many they are. Published ones are as they were published. */
function ofNobody({ id, columns, rows }: FigureTable): string[] {
  return columns.flatMap((column) =>
    rows.flatMap(({ kind, cells }, row) => {
      const cell = cells[column.id];
      const untold = cell !== null && typeof cell === 'object' && cell.estimate !== null && cell.of === undefined;
      return untold && kind === 'measured'
        ? [`table ${id}, row ${row + 1}, column ${column.id}: ${cell.estimate} does not say of how many it is`]
        : [];
    }),
  );
}
