import { access } from 'node:fs/promises';
import { type Caller, type CallOutcome, call, type Problem, type Route } from '@kaijo/contract';
import { Agent, fetch as undiciFetch } from 'undici';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';

/** Speaks to the running service over its local socket; who may open the socket is the operating system's to decide. */
export interface OperatorClient {
  /** @throws CommandFailure when the service refuses or is not running */
  call<R extends Route>(
    route: R,
    request: { readonly id?: string; readonly query?: Record<string, string>; readonly body?: unknown },
  ): Promise<Extract<CallOutcome<R>, { kind: 'ok' }>['body']>;
  close(): Promise<void>;
}

/** @throws CommandFailure when no service runs on this data folder */
export async function connectOperator(folder: DataFolder): Promise<OperatorClient> {
  await access(folder.operatorSocket).catch(() => {
    throw notRunning(folder);
  });
  const dispatcher = new Agent({ connect: { socketPath: folder.operatorSocket } });
  const caller: Caller = {
    baseUrl: 'http://operator.local',
    fetch: (url, init) =>
      undiciFetch(url, { ...(init as object), dispatcher }) as unknown as Promise<Response>,
    language: 'en',
  };
  return {
    async call(route, request) {
      const outcome = await call(caller, route, request);
      if (outcome.kind === 'unreachable') throw notRunning(folder);
      if (outcome.kind === 'problem') throw refusal(outcome.problem);
      return outcome.body;
    },
    close: () => dispatcher.destroy(),
  };
}

/** Does `work` as the operator of the installation that KAIJO_DATA names. @throws CommandFailure */
export async function asOperator<T>(work: (operator: OperatorClient) => Promise<T>): Promise<T> {
  const operator = await connectOperator(dataFolder());
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}

function notRunning(folder: DataFolder): CommandFailure {
  return new CommandFailure(
    EXIT.UNAVAILABLE,
    `no service is running on ${folder.root}; start one with "kaijo up" (KAIJO_DATA names the folder)`,
  );
}

function refusal(problem: Problem): CommandFailure {
  const fields = problem.errors?.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new CommandFailure(
    EXIT.REFUSED,
    `${problem.detail} (${problem.type})${fields ? `: ${fields}` : ''}`,
  );
}
