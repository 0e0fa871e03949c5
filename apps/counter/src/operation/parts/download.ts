/** Hands a table to the person at the browser. UTF-8 with its mark: without it spreadsheets in Japan read Shift_JIS. */
export function download(name: string, csv: string): void {
  save(name, 'text/csv', `\uFEFF${csv.replace(/^\uFEFF/, '')}`);
}

/** A file as it is, byte by byte. */
export function downloadText(name: string, text: string): void {
  save(name, 'text/plain', text);
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
