/** How the cells of one column are checked. Each check says what is wrong, or nothing. */
export type CellCheck = (cell: string) => string | undefined;

export const text =
  (longest: number, shortest = 1): CellCheck =>
  (cell) => {
    if (cell.length < shortest) return 'is empty';
    if (cell.length > longest) return `is longer than ${longest} characters`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (/[\u0000-\u001f\u007f]/.test(cell)) return 'has a control character or a line break';
    return cell.trim() === cell ? undefined : 'begins or ends with a blank';
  };

export const pattern =
  (expression: RegExp, message: string): CellCheck =>
  (cell) =>
    expression.test(cell) ? undefined : message;

export const optional =
  (check: CellCheck): CellCheck =>
  (cell) =>
    cell === '' ? undefined : check(cell);

export const number =
  (low: number, high: number): CellCheck =>
  (cell) => {
    if (!/^-?[0-9]{1,3}(\.[0-9]{1,10})?$/.test(cell)) return 'is no number with a decimal point';
    const value = Number(cell);
    return low <= value && value <= high ? undefined : `is not between ${low} and ${high}`;
  };

export const uuid = pattern(
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  'is no UUID in small letters',
);
