export { builtSites } from './built-sites.ts';
export { type DataFolder, dataFolder } from './data-folder.ts';
export { type GuideProcess, startGuideProcess } from './guide-process.ts';
export { type EnrolledKiosk, enrolKiosk } from './kiosk-enrolment.ts';
export { type KioskProcess, runKioskProgram, startKioskProcess } from './kiosk-process.ts';
export { makeCard, type NewCard, personaCard, TEST_PINS } from './new-card.ts';
export { connectOperator, type OperatorClient } from './operator-client.ts';
export { type ServiceAddresses, type ServiceProcess, startServiceProcess } from './service-process.ts';
