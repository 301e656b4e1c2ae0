import type { EventType } from "./event.ts";
import { SesFault } from "./fault.ts";
import type { Store } from "./store.ts";

/** A configuration set as the template declares it: properties of AWS::SES::ConfigurationSet and of its event destinations. */
export type ConfigurationSet = {
  Name: string;
  SendingOptions?: { SendingEnabled?: boolean };
  SuppressionOptions?: { SuppressedReasons?: string[] };
  EventDestinations?: {
    Name?: string;
    Enabled?: boolean;
    MatchingEventTypes: string[];
    EventBridgeDestination?: { EventBusArn: string };
  }[];
};

const TYPES: Record<string, EventType | undefined> = {
  SEND: "SEND",
  REJECT: "REJECT",
  BOUNCE: "BOUNCE",
  COMPLAINT: "COMPLAINT",
  DELIVERY: "DELIVERY",
  RENDERINGFAILURE: "RENDERING_FAILURE",
  DELIVERYDELAY: "DELIVERY_DELAY",
};
/** Those of SES's own tracking and lists, which is off here: they may be named and never come. */
const NEVER = ["OPEN", "CLICK", "SUBSCRIPTION"];

const plain = (type: string) => type.replaceAll("_", "").toUpperCase();

/** Refuses an event destination that would be declared and silently send nothing. */
export function checkSet(set: ConfigurationSet): ConfigurationSet {
  for (const destination of set.EventDestinations ?? []) {
    const arn = destination.EventBridgeDestination?.EventBusArn;
    if (!arn?.endsWith(":event-bus/default")) {
      throw new Error(
        `configuration set ${set.Name}: only event destinations on the default event bus are understood by the local stage`,
      );
    }
    for (const type of destination.MatchingEventTypes) {
      if (!TYPES[plain(type)] && !NEVER.includes(plain(type)))
        throw new Error(`configuration set ${set.Name}: unknown event type ${type}`);
    }
  }
  return set;
}

/** The template's sets, and those made through the API, which are kept. */
export function createSets(store: Store, declared: readonly ConfigurationSet[]) {
  let given = new Map(declared.map((set) => [set.Name, checkSet(set)]));
  const find = (name: string): ConfigurationSet => {
    const set = given.get(name) ?? store.thing<ConfigurationSet>("configuration-set", name);
    if (!set) throw new SesFault("NotFoundException", `Configuration set <${name}> does not exist.`);
    return set;
  };
  return {
    find,
    declared: (name: string) => given.has(name),
    has: (name: string) => given.has(name) || store.thing("configuration-set", name) !== undefined,
    names: () => [...given.keys(), ...store.things("configuration-set").map(({ name }) => name)].sort(),
    configure(list: readonly ConfigurationSet[]): void {
      given = new Map(list.map((set) => [set.Name, checkSet(set)]));
    },
    /** Whether this set puts an event of this type on the bus. */
    publishes(name: string | undefined, type: EventType): boolean {
      if (name === undefined) return false;
      const set = given.get(name) ?? store.thing<ConfigurationSet>("configuration-set", name);
      return (set?.EventDestinations ?? []).some(
        (destination) =>
          destination.Enabled !== false &&
          destination.MatchingEventTypes.some((one) => TYPES[plain(one)] === type),
      );
    },
    /** The reasons for which the account's suppression list holds mail back. */
    suppressedReasons: (name: string | undefined): string[] =>
      (name === undefined ? undefined : find(name).SuppressionOptions?.SuppressedReasons) ?? [
        "BOUNCE",
        "COMPLAINT",
      ],
  };
}

export type Sets = ReturnType<typeof createSets>;
