import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Makes every fourth row that is written to a table fail, from the first, as if another transaction had been faster: the
 * service tries again, and the server logs the statement that failed with its parameters. A sequence counts, because it
 * alone outlives a transaction that is undone.
 */
const MISHAPS = `
  create schema mishap;
  create function mishap.strike() returns trigger language plpgsql as $$
  begin
    if nextval(format('mishap.%I', tg_table_name || '_' || lower(tg_op))) % 4 = 1 then
      raise exception 'a mishap of the test' using errcode = 'serialization_failure';
    end if;
    return new;
  end $$;
  do $$
  declare written record;
  begin
    for written in
      select table_name, event from information_schema.tables, (values ('insert'), ('update')) events (event)
      where table_schema = 'public' and table_type = 'BASE TABLE'
    loop
      execute format('create sequence mishap.%I', written.table_name || '_' || written.event);
      execute format('create trigger %I before %s on public.%I for each row execute function mishap.strike()',
        'mishap_' || written.event, written.event, written.table_name);
    end loop;
  end $$`;

/** @param programs folder of `psql` */
export async function letRowsFail(programs: string, databaseUrl: string): Promise<void> {
  await promisify(execFile)(
    `${programs}/psql`,
    ['--quiet', '--set', 'ON_ERROR_STOP=1', '--command', MISHAPS, databaseUrl],
    { cwd: '/' },
  );
}
