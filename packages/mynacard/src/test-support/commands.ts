/** The commands of card.md, in hex, under the names that the tests tell their stories with. */
export const SELECT_JPKI = '00A4040C0AD392F000260100000001';
export const SELECT_CARD_FACE = '00A4040C0AD3921000310001010402';
export const SELECT_INPUT_SUPPORT = '00A4040C0AD3921000310001010408';
export const SELECT_RESIDENT = '00A4040C0AD3921000310001010401';
export const ASK = '00200080';

export const selectEf = (fid: string): string => `00A4020C02${fid}`;
export const readShort = (sfi: string): string => `00B0${(0x80 | Number.parseInt(sfi, 16)).toString(16)}00`;
export const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex');
export const verifyPin = (pin: string): string => `00200080${length(pin)}${ascii(pin)}`;
export const changePin = (pin: string): string => `00240180${length(pin)}${ascii(pin)}`;

function length(text: string): string {
  return text.length.toString(16).padStart(2, '0');
}
