export { WELCOME_PAGES } from './pages.ts';
