import type { ProblemType } from '@kaijo/contract';
import type { Kysely } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Connection, Database } from '../database/index.ts';
import {
  answer,
  defineCommand,
  defineMultipartCommand,
  defineQuery,
  type Endpoint,
  ready,
  refuse,
  type ServiceRoute,
} from '../http/index.ts';

/** A feature as small as one can be, to test what every feature stands on: a jar of marbles with a secret label each. */
const Drop = Type.Object(
  {
    colour: Type.String({ minLength: 1, maxLength: 20 }),
    weight: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** What the toy does instead of dropping the marble. */
    wish: Type.Optional(
      Type.Union([
        Type.Literal('refuse-in-prepare'),
        Type.Literal('refuse-and-count'),
        Type.Literal('refuse-for-now'),
        Type.Literal('throw-in-prepare'),
        Type.Literal('throw-in-decide'),
        Type.Literal('take-for-ever'),
      ]),
    ),
  },
  { additionalProperties: false },
);
const Marble = Type.Object({ marble: Type.Integer(), label: Type.String() });
const Count = Type.Object({ marbles: Type.Integer() });

const route = <const R extends ServiceRoute>(one: R): R => one;
const problems: readonly ProblemType[] = ['face-mismatch'];

export const TOY_ROUTES = {
  drop: route({
    method: 'POST',
    path: '/v1/jar/marbles',
    summary: 'Drop a marble',
    caller: 'anyone',
    body: Drop,
    answers: { 201: Marble },
    problems,
  }),
  dropAsBearer: route({
    method: 'POST',
    path: '/v1/jars/:id/marbles',
    summary: 'Drop a marble into a jar of one’s own',
    caller: 'phone-session',
    body: Drop,
    answers: { 201: Marble },
    problems,
  }),
  pictures: route({
    method: 'POST',
    path: '/v1/jar/pictures',
    summary: 'Drop a marble for each picture',
    caller: 'anyone',
    answers: { 201: Count },
    problems,
  }),
  count: route({
    method: 'GET',
    path: '/v1/jar',
    summary: 'Count the marbles',
    caller: 'anyone',
    query: Type.Object(
      { colour: Type.Optional(Type.String({ maxLength: 20 })) },
      { additionalProperties: false },
    ),
    answers: { 200: Count },
    problems: [],
  }),
  empty: route({
    method: 'DELETE',
    path: '/v1/jar',
    summary: 'Empty the jar',
    caller: 'anyone',
    answers: { 200: Count },
    problems: [],
  }),
  greetKiosk: route({
    method: 'GET',
    path: '/v1/kiosk/greeting',
    summary: 'Who am I',
    caller: 'kiosk',
    answers: { 200: Type.Object({ kiosk: Type.String() }) },
    problems: [],
  }),
  greetOperator: route({
    method: 'GET',
    path: '/v1/operator/greeting',
    summary: 'Am I the operator',
    caller: 'operator',
    answers: { 200: Type.Object({ operator: Type.Boolean() }) },
    problems: [],
  }),
} as const;

interface ToyTables {
  toy_marble: { colour: string; label: string };
}

export const PICTURE_LIMITS = { maxCount: 3, maxBytes: 1_000 } as const;

export async function createToyTable(db: Database): Promise<void> {
  await db.schema
    .createTable('toy_marble')
    .ifNotExists()
    .addColumn('colour', 'text')
    .addColumn('label', 'text')
    .execute();
}

/** `label`: what stands for a token in the answers. */
export function toyEndpoints(of: {
  readonly db: Database;
  readonly label: () => string;
  /** Runs in the middle of `prepare`. */
  readonly meanwhile?: () => Promise<void>;
}): readonly Endpoint[] {
  return [
    defineCommand(TOY_ROUTES.drop, {
      prepare: async ({ body }) => {
        await of.meanwhile?.();
        if (body.wish === 'refuse-in-prepare') return refuse({ problem: 'signature-invalid' });
        if (body.wish === 'throw-in-prepare') throw new Error(`a bug over ${body.colour}`);
        if (body.wish === 'take-for-ever') await new Promise(() => {});
        return ready({ label: of.label() });
      },
      decide: async ({ tx, body, prepared: { label } }) => {
        const marble = await drop(tx, body, label);
        if (body.wish === 'refuse-and-count') return refuse({ problem: 'face-mismatch', triesLeft: marble });
        if (body.wish === 'refuse-for-now') return refuse({ problem: 'revocation-unknown', retryAfter: 7 });
        if (body.wish === 'throw-in-decide') throw new Error(`a bug over ${body.colour}`);
        return answer(201, { marble, label, inside: 'not in the contract' });
      },
    }),
    defineCommand(TOY_ROUTES.dropAsBearer, {
      decide: async ({ tx, body, caller }) => {
        const label = Buffer.from(caller.tokenDigest).toString('hex');
        return answer(201, { marble: await drop(tx, body, label), label });
      },
    }),
    defineMultipartCommand(
      TOY_ROUTES.pictures,
      {
        json: { part: 'meta', schema: Drop, maxBytes: 500 },
        files: { part: 'picture', contentType: 'image/jpeg', ...PICTURE_LIMITS },
      },
      {
        decide: async ({ tx, body: { json, files } }) => {
          for (const file of files) await drop(tx, json, Buffer.from(file).toString('hex'));
          return answer(201, { marbles: files.length });
        },
      },
    ),
    defineQuery(TOY_ROUTES.count, async ({ query }) =>
      answer(200, { marbles: await count(of.db, query.colour) }),
    ),
    defineCommand(TOY_ROUTES.empty, {
      decide: async ({ tx }) => {
        const marbles = await count(tx);
        await toy(tx).deleteFrom('toy_marble').execute();
        return answer(200, { marbles });
      },
    }),
    defineQuery(TOY_ROUTES.greetKiosk, async ({ caller }) => answer(200, { kiosk: caller.kiosk })),
    defineQuery(TOY_ROUTES.greetOperator, async ({ caller }) =>
      answer(200, { operator: caller.kind === 'operator' }),
    ),
  ];
}

async function drop(tx: Connection, { colour }: Static<typeof Drop>, label: string): Promise<number> {
  await toy(tx).insertInto('toy_marble').values({ colour, label }).execute();
  return count(tx);
}

async function count(db: Connection, colour?: string): Promise<number> {
  const marbles = toy(db)
    .selectFrom('toy_marble')
    .select((all) => all.fn.countAll<number>().as('marbles'));
  const counted = colour === undefined ? marbles : marbles.where('colour', '=', colour);
  return (await counted.executeTakeFirstOrThrow()).marbles;
}

function toy(db: Connection): Kysely<ToyTables> {
  return db as unknown as Kysely<ToyTables>;
}
