import { type ReactNode, useId } from 'react';
import { useOperationTexts } from '../texts/index.ts';

export interface Column<T> {
  readonly name: string;
  /** Of numbers: to the right, so that their digits stand below each other. */
  readonly number?: true;
  readonly cell: (row: T) => ReactNode;
}

interface Props<T> {
  readonly caption: string;
  /** The first one names the row. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/** A table with a caption; wider than the window it scrolls for itself, by keyboard as well. */
export function Table<T>({ caption, columns, rows, keyOf }: Props<T>): ReactNode {
  const { texts } = useOperationTexts();
  const id = useId();
  if (rows.length === 0)
    return (
      <div>
        <p className="o-caption">{caption}</p>
        <p>{texts.none}</p>
      </div>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard (WCAG 2.1.1)
    <section className="c-scroll" tabIndex={0} aria-labelledby={id}>
      <table className="c-table">
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} scope="col" className={number && 'o-number'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, number, cell }, index) =>
                index === 0 ? (
                  <th key={name} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} className={number && 'o-number'}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
