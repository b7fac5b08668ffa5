import { describe, expect, it } from 'vitest';
import { mentionedOptions } from './mentions.ts';

const mentioned = (options: readonly string[], text: string) =>
  mentionedOptions({ options }, text).map((at) => options[at]);

describe('options that a text mentions', () => {
  it.each([
    [['Boston', 'Denver'], 'from DENVER to boston.', ['Boston', 'Denver']],
    [['Boston', 'Denver'], 'bostonian', []],
    [['West', 'North West', 'North'], 'in the north-west', ['North West']],
    [['West', 'North West', 'North'], 'in the west', ['West']],
    [['2 pm', '12 pm'], 'at 12pm', ['12 pm']],
    [['2 pm', '12 pm'], 'at 2 p.m., please', ['2 pm']],
    [['TrainStation', 'Airport'], 'at the train station', ['TrainStation']],
    [['Train station'], 'TrainStation', ['Train station']],
    [['…', 'None'], 'well … what', []],
    [['Café'], 'a CAFÉ', ['Café']],
    [[], 'anything', []],
  ])('%j in "%s"', (options, text, found) => {
    expect(mentioned(options, text)).toEqual(found);
  });
});
