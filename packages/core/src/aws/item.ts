import { Entity } from "electrodb";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { newKey } from "./cipher.ts";
import type { Guard } from "./guard.ts";
import { type Given, indexes, type Keys, type Spec, type Stored } from "./shape.ts";
import { stamp, stampAttributes } from "./stamp.ts";
import { records } from "./table.ts";
import type { Write } from "./transaction.ts";

const baseAttributes = [
  "shelf",
  "createdAt",
  "createdBy",
  "removedAt",
  "ownerId",
  "teamId",
  "externalId",
  "_ttl",
  "_key",
];

/** How one noun's records lie in the single table: ElectroDB's entity with our own key templates, index keys and guards. */
export function itemOf<Fields extends object>(spec: Spec<Fields>) {
  type Item = Stored<Fields>;
  const { noun } = spec;
  const any = { type: "any" } as const;
  const string = { type: "string" } as const;
  const names = [...baseAttributes, ...stampAttributes, ...spec.attributes];

  const entity = new Entity(
    {
      model: { entity: noun, version: "1", service: "rapport" },
      attributes: {
        workspaceId: { type: "string", required: true },
        id: { type: "string", required: true },
        ...Object.fromEntries(names.map((name) => [name, any])),
        ...Object.fromEntries(
          indexes.flatMap((index) => [`${index}pk`, `${index}sk`]).map((key) => [key, string]),
        ),
      },
      indexes: {
        record: {
          pk: {
            field: "pk",
            composite: ["workspaceId", "id"],
            template: `w#\${workspaceId}#${noun}#\${id}`,
            casing: "none",
          },
          sk: { field: "sk", composite: [], template: noun, casing: "none" },
        },
      },
    },
    { table: "records" },
  );

  const at = (...parts: string[]) => ["w", Actor.workspaceId(), ...parts].join("#");
  const recordKey = (id: string) => ({ pk: at(noun, id), sk: noun });

  function keysOf(record: Item): Keys {
    return {
      gsi1: [at(noun, record.shelf), record.id],
      gsi2: record.ownerId ? [at(noun, record.shelf, "owner", record.ownerId), record.id] : undefined,
      gsi3: record.teamId ? [at(noun, record.shelf, "team", record.teamId), record.id] : undefined,
      ...(record.shelf === "live" ? spec.keys?.(record, at) : undefined),
    };
  }

  function guardsOf(record: Item): Guard[] {
    if (record.shelf !== "live") return [];
    const external = record.externalId ? [{ kind: `${noun}-external`, value: record.externalId }] : [];
    return [...external, ...(spec.guards?.(record) ?? [])];
  }

  function flat(keys: Keys): Record<string, string> {
    const entries = Object.entries(keys).flatMap(([index, key]) =>
      key ? [[`${index}pk`, key[0]] as const, [`${index}sk`, key[1]] as const] : [],
    );
    return Object.fromEntries(entries);
  }

  /** The record as the noun knows it, without index keys and ElectroDB's own attributes. */
  function parse(item: Record<string, unknown>): Item {
    const kept = Object.entries(item).filter(([name]) => !/^(gsi\d)?[ps]k$|^__edb/.test(name));
    return Object.fromEntries(kept) as Item;
  }

  function fresh(fields: Given<Fields>, id: string): Item {
    const { actor } = Context.use();
    const given = Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
    );
    return {
      shelf: "live",
      createdAt: Context.now().toISOString(),
      createdBy: actor.id,
      ...(spec.person && { _key: newKey() }),
      ...given,
      workspaceId: actor.workspaceId,
      id,
      _v: 1,
      ...stamp(),
    } as Item;
  }

  /** The Put of a new record, to compose into a transaction. */
  function creation(record: Item): Write {
    const put = entity.create({ ...record, ...flat(keysOf(record)) } as never).params() as { Item: object };
    return { Put: { TableName: records(), Item: put.Item, ConditionExpression: "attribute_not_exists(pk)" } };
  }

  return { entity, at, recordKey, keysOf, guardsOf, flat, parse, fresh, creation };
}
