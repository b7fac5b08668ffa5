import type { FigureColumn } from '../../../reports/figures/schema.ts';
import { type Row, text } from '../../bench/report/table-columns.ts';
import type { SettingFigures } from './measure-setting.ts';
import type { Setting } from './play-settings.ts';

/** A setting and what it came to. */
export interface MeasuredSetting {
  readonly setting: Setting;
  readonly figures: SettingFigures;
}

/** The columns that name a setting. */
export const SETTING: readonly FigureColumn[] = [text('operators'), text('world'), text('setting')];

/** All figures of a setting as a table's row. */
export function settingRow({ setting: { point, name, gate }, figures }: MeasuredSetting): Row {
  const { operators, world } = point;
  return { kind: 'measured', cells: { operators, world, setting: name, gate: gate ?? '–', ...figures } };
}
