export { ScreenAccess } from './screen-access.ts';
export { type ScreenServer, type ScreenServerOptions, serveScreen } from './screen-server.ts';
