export { catalogueFaults, faultsOf } from './check-catalogues.ts';
