export { surveyEndpoints } from './routes.ts';
export { countAnswers, exportAnswers, listTexts, type Period, removeText } from './storage.ts';
export { createSurveyTables, type SurveyTables } from './tables.ts';
