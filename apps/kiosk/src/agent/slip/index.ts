export { Printer } from './printer.ts';
export { type SlipPlace, slipOfFault, slipOfReceipt } from './slip-of.ts';
