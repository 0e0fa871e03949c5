export { createGuide, type GuideOptions } from './guide.ts';
export { connectService, type Live, type Service } from './live/service.ts';
export { readSettings, SettingsError } from './settings/read-settings.ts';
export { DEMO_PUBLISHER, type GuideSettings, type Publisher } from './settings/settings.ts';
