export { en as jaEasy } from './en.ts';
