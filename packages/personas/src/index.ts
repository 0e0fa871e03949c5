export { persona, personaNames, personas } from './all-personas.ts';
export type { Era, Persona, PersonaName, PrintedBirthDate, Sex } from './persona.ts';
export { printedBirthDateText, printedExpiryText } from './printed-text.ts';
export { framesOfStep, type SelfieFrame, selfieFrames } from './selfie-frames.ts';
