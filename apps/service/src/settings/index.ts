export { DEFAULT_SETTINGS, restrictionMs } from './settings.ts';
export { changeSettings, currentSettings, settingsOf, settingsQuery } from './storage.ts';
export { createSettingTables, type SettingTables } from './tables.ts';
