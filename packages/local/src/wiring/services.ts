import type { Services } from "../aws/door.ts";
import { invoke } from "../aws/invoke.ts";
import { query } from "../aws/query.ts";
import { callerName } from "../call/index.ts";
import type { Buses, Entry } from "../event/index.ts";
import type { AsyncInvoker } from "../lambda/async.ts";
import type { Mail } from "../mail/index.ts";
import type { Parameters } from "../parameter/index.ts";
import { actions as queueActions } from "../queue/door.ts";
import type { Queues } from "../queue/index.ts";
import type { Storage } from "../storage/index.ts";
import type { Engine } from "../table/index.ts";
import type { Functions } from "./functions.ts";
import { answerTables } from "./tables.ts";

const MOST_ENTRIES = 10;

/** Everything behind the AWS door, wired to this stage's parts. */
export function services(given: {
  account: { id: string; region: string };
  engine: Engine;
  queues: Queues;
  buses: Buses;
  parameters: Parameters;
  storage: Storage;
  mail: Mail;
  functions: Functions;
  later: AsyncInvoker;
}): Services {
  const { engine, queues, buses, parameters, storage, mail, functions, later, account } = given;
  return {
    tables: (target, _body, input, accessKeyId) => answerTables(engine, target, input, accessKeyId),
    storage: (request) => storage.handle(request),
    mail: (request) => mail.handle(request),
    lambda: (request, body) => invoke(request, body, (name) => functions.find(name), later),
    query: (service, action, form, caller) => query(service, action, form, caller, account),
    json: {
      sqs: Object.fromEntries(
        Object.entries(queueActions).map(([name, action]) => [
          name,
          (input, caller) => action(queues, input, callerName(caller)),
        ]),
      ),
      ssm: Object.fromEntries(
        Object.entries(parameters.actions).map(([name, action]) => [name, (input) => action(input)]),
      ),
      events: { PutEvents: (input) => putEvents(buses, (input.Entries ?? []) as Entry[]) },
    },
  };
}

function putEvents(buses: Buses, entries: Entry[]) {
  const Entries =
    entries.length > MOST_ENTRIES
      ? entries.map(() => ({
          ErrorCode: "ValidationException",
          ErrorMessage: "At most 10 entries a request.",
        }))
      : entries.map((entry) => buses.put(entry));
  return { FailedEntryCount: Entries.filter((one) => "ErrorCode" in one).length, Entries };
}
