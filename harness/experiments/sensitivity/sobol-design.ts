import { type SaltelliRow, saltelliRows } from '../../../reports/stats/sobol.ts';
import { type Population, populationsOf } from '../../bench/data/populations.ts';
import { createRng } from '../../shared/streams.ts';
import type { PlannedPoint } from './play-points.ts';
import { CHANCE, INPUT_NAMES, type PointSettings, settingsWithin } from './screened-inputs.ts';

/** All that is drawn: team, data, models, and the numbers of teaching and play. */
export const POPULATION = 'population and chance';

/** A point of Saltelli's design that is to be played. */
export interface DesignedPoint extends PlannedPoint {
  /** From 1. */
  readonly row: number;
  /** `A`, `B`, or the input in which it differs from A. */
  readonly point: string;
}

/** Parameters by the names of a command line, as the tables call them. */
export const inputsOf = (parameters: string): string[] =>
  parameters.split(',').map((name) => INPUT_NAMES.get(name) as string);

/** Inputs of the indices: the parameters, then all that is drawn, then what is drawn while operators teach and work. */
export const indexedInputs = (parameters: string): string[] => [...inputsOf(parameters), POPULATION, CHANCE];

/**
 * Saltelli's design over the parameters and over what is drawn. A and B of each row stand in a population of their own.
 * Points that differ from A in a parameter share A's population and random numbers; one is A in B's population, one A
 * with what is drawn in teaching and play drawn again. Points of one population and mix come one after the other.
 */
export function sobolDesign(parameters: string, rows: number, seed: string): DesignedPoint[] {
  const names = inputsOf(parameters);
  const populations = populationsOf(seed, 2 * rows);
  return saltelliRows(names.length, rows, createRng('Saltelli rows', seed)).flatMap(({ a, b, mixed }, at) => {
    const settings = (values: readonly number[], isRedrawn = false) =>
      settingsWithin(new Map(names.map((name, place) => [name, values[place] as number])), isRedrawn);
    const [own, other] = [populations[2 * at], populations[2 * at + 1]] as [Population, Population];
    const planned = (point: string, population: Population, stands: PointSettings): DesignedPoint => ({
      population,
      name: `row ${at + 1}, ${point}`,
      settings: stands,
      row: at + 1,
      point,
    });
    const base = planned('A', own, settings(a));
    const points = [
      base,
      planned(CHANCE, own, settings(a, true)),
      ...names.map((name, place) => planned(name, own, settings(mixed[place] as readonly number[]))),
      planned(POPULATION, other, settings(a)),
      planned('B', other, settings(b)),
    ];
    const isOfBase = ({ population, settings }: DesignedPoint) =>
      population === own && settings.mix === base.settings.mix;
    return [...points.filter(isOfBase), ...points.filter((point) => !isOfBase(point))];
  });
}

/** Outputs of the design, row by row, as the indices take them. Rows of which an output is missing are left out. */
export function rowsOf<T extends Pick<DesignedPoint, 'row' | 'point'>>(
  played: readonly T[],
  inputs: readonly string[],
  outputOf: (one: T) => number | null,
): SaltelliRow<number>[] {
  const rows = new Map<number, T[]>();
  for (const one of played) rows.set(one.row, [...(rows.get(one.row) ?? []), one]);
  return [...rows.values()].flatMap((own) => {
    const output = (point: string) => {
      const found = own.find((one) => one.point === point);
      return found ? outputOf(found) : null;
    };
    const [a, b, mixed] = [output('A'), output('B'), inputs.map(output)];
    if (a === null || b === null || mixed.some((one) => one === null)) return [];
    return [{ a, b, mixed: mixed as number[] }];
  });
}
