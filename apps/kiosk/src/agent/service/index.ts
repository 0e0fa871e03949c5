export { KioskConnection, newKioskKey } from './kiosk-connection.ts';
export { ServiceLink } from './service-link.ts';
export { timed } from './timed-fetch.ts';
