export { openDatabaseOf, type RunningService, type ServiceOptions, startService } from './app.ts';
export { sealAudit, verifyAudit } from './audit/index.ts';
export { type Configuration, ConfigurationError, readConfiguration } from './config/index.ts';
export { createLog, type Log } from './http/log.ts';
export { recordSpansFor, type Traces } from './observation/index.ts';
