export { type Configuration, ConfigurationError } from './configuration.ts';
export { readConfiguration } from './read-configuration.ts';
