import fc from "fast-check";
import { allParts, type IndexShape, type Part, partsOf, type Schema } from "./schema.ts";
import { inner, keyValue, plain, scalar, scalarOf, setValue, value } from "./value.ts";
import type { Piece } from "./writing.ts";

type Steps = (string | number)[];

const deeper = fc.oneof(
  fc.constantFrom<string | number>(...inner),
  fc.constantFrom<string | number>(0, 1, 2, 5),
);

/** A document path, mostly a top-level attribute. */
export const steps = (names: readonly string[] = plain): fc.Arbitrary<Steps> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...names).map((name): Steps => [name]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("l", "m", "a"), fc.array(deeper, { minLength: 1, maxLength: 2 }))
        .map(([first, rest]): Steps => [first, ...rest]),
    },
  );
const path = (names?: readonly string[]): fc.Arbitrary<Piece> =>
  steps(names).map((given) => (writing) => writing.path(given));
const literal = (of: fc.Arbitrary<unknown>): fc.Arbitrary<Piece> =>
  of.map((given) => (writing) => writing.value(given));

const sized = fc.oneof({ weight: 6, arbitrary: path() }, literal(value)).map(
  (of): Piece =>
    (writing) => {
      writing.met("size");
      return `size(${of(writing)})`;
    },
);
const operand = (names?: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: path(names) },
    { weight: 5, arbitrary: literal(fc.oneof({ weight: 3, arbitrary: scalar }, value)) },
    { weight: 1, arbitrary: sized },
  );

export const comparators = ["=", "<>", "<", "<=", ">", ">="];

function comparison(names?: readonly string[]): fc.Arbitrary<Piece> {
  const one = operand(names);
  const first = fc.oneof({ weight: 5, arbitrary: path(names) }, one);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(first, fc.constantFrom(...comparators), one).map(
        ([left, sign, right]): Piece =>
          (to) => {
            to.met(sign);
            return `${left(to)} ${sign} ${right(to)}`;
          },
      ),
    },
    fc.tuple(first, one, one).map(
      ([of, low, high]): Piece =>
        (to) => {
          to.met("BETWEEN");
          return `${of(to)} BETWEEN ${low(to)} AND ${high(to)}`;
        },
    ),
    fc.tuple(first, fc.array(one, { minLength: 1, maxLength: 3 })).map(
      ([of, list]): Piece =>
        (to) => {
          to.met("IN");
          return `${of(to)} IN (${list.map((each) => each(to)).join(", ")})`;
        },
    ),
    fc.tuple(fc.constantFrom("attribute_exists", "attribute_not_exists"), path(names)).map(
      ([name, of]): Piece =>
        (to) => {
          to.met(name);
          return `${name}(${of(to)})`;
        },
    ),
    fc.tuple(fc.constantFrom("begins_with", "contains"), first, one).map(
      ([name, of, by]): Piece =>
        (to) => {
          to.met(name);
          return `${name}(${of(to)}, ${by(to)})`;
        },
    ),
    fc
      .tuple(
        path(names),
        literal(fc.constantFrom("S", "N", "B", "SS", "L", "M", "BOOL", "NULL", "X").map((S) => ({ S }))),
      )
      .map(
        ([of, type]): Piece =>
          (to) => {
            to.met("attribute_type");
            return `attribute_type(${of(to)}, ${type(to)})`;
          },
      ),
  );
}

/** A condition: comparisons and functions joined by AND, OR, NOT and parentheses. */
export const condition = (names?: readonly string[]): fc.Arbitrary<Piece> =>
  fc.letrec<{ whole: Piece }>((tie) => ({
    whole: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 5, arbitrary: comparison(names) },
      fc.tuple(tie("whole"), fc.constantFrom("AND", "OR"), tie("whole")).map(
        ([left, word, right]): Piece =>
          (to) => {
            to.met(word);
            return `${left(to)} ${word} ${right(to)}`;
          },
      ),
      tie("whole").map(
        (of): Piece =>
          (to) => {
            to.met("NOT");
            return `NOT ${of(to)}`;
          },
      ),
      tie("whole").map(
        (of): Piece =>
          (to) =>
            `(${of(to)})`,
      ),
    ),
  })).whole;

const updateOperand = fc.oneof(
  { weight: 4, arbitrary: literal(value) },
  { weight: 2, arbitrary: path() },
  {
    weight: 2,
    arbitrary: fc.tuple(path(), literal(value)).map(
      ([of, other]): Piece =>
        (to) => {
          to.met("if_not_exists");
          return `if_not_exists(${of(to)}, ${other(to)})`;
        },
    ),
  },
  fc
    .tuple(
      fc.oneof(path(["l"]), literal(value)),
      fc.oneof(path(), literal(fc.array(scalar, { maxLength: 2 }).map((L) => ({ L })))),
    )
    .map(
      ([one, two]): Piece =>
        (to) => {
          to.met("list_append");
          return `list_append(${one(to)}, ${two(to)})`;
        },
    ),
);
const sum = fc
  .tuple(
    fc.oneof(path(["n", "a"]), literal(scalarOf("N"))),
    fc.constantFrom("+", "-"),
    fc.oneof(path(["n"]), literal(scalarOf("N"))),
  )
  .map(
    ([left, sign, right]): Piece =>
      (to) => {
        to.met(sign);
        return `${left(to)} ${sign} ${right(to)}`;
      },
  );

type Action = { section: string; write: Piece };
const action = (names: readonly string[]): fc.Arbitrary<Action> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(path(names), fc.oneof(updateOperand, sum)).map(
        ([to, by]): Action => ({
          section: "SET",
          write: (writing) => `${to(writing)} = ${by(writing)}`,
        }),
      ),
    },
    { weight: 2, arbitrary: path(names).map((of) => ({ section: "REMOVE", write: of })) },
    fc
      .tuple(path(["n", "s", "a", "b"]), literal(fc.oneof(scalarOf("N"), setValue, value)))
      .map(([of, by]): Action => ({ section: "ADD", write: (to) => `${of(to)} ${by(to)}` })),
    fc
      .tuple(path(["s", "a"]), literal(fc.oneof({ weight: 4, arbitrary: setValue }, value)))
      .map(([of, by]): Action => ({ section: "DELETE", write: (to) => `${of(to)} ${by(to)}` })),
  );

/** An update of one to four actions; index keys are among the attributes it may touch, seldom the item's own key. */
export const update = (schema: Schema): fc.Arbitrary<Piece> => {
  const names = [...plain, ...plain, ...allParts(schema).map((part) => part.name)];
  return fc.array(action(names), { minLength: 1, maxLength: 4 }).map(
    (actions): Piece =>
      (writing) => {
        const sections = new Map<string, string[]>();
        for (const { section, write } of actions) {
          writing.met(section);
          sections.set(section, [...(sections.get(section) ?? []), write(writing)]);
        }
        return [...sections].map(([section, parts]) => `${section} ${parts.join(", ")}`).join(" ");
      },
  );
};

export const projection = (schema: Schema): fc.Arbitrary<Piece> =>
  fc
    .uniqueArray(steps([...plain, ...allParts(schema).map((part) => part.name)]), {
      minLength: 1,
      maxLength: 4,
      selector: (each) => each.join("."),
    })
    .map(
      (all): Piece =>
        (writing) => {
          writing.met("projection");
          return all.map((each) => writing.path(each)).join(", ");
        },
    );

const range = (part: Part): fc.Arbitrary<Piece> => {
  const one = literal(keyValue(part.kind));
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom("=", "<", "<=", ">", ">="), one).map(
        ([sign, by]): Piece =>
          (to) => {
            to.met(`key ${sign}`);
            return `${to.name(part.name)} ${sign} ${by(to)}`;
          },
      ),
    },
    fc.tuple(one, one).map(
      ([low, high]): Piece =>
        (to) => {
          to.met("key BETWEEN");
          return `${to.name(part.name)} BETWEEN ${low(to)} AND ${high(to)}`;
        },
    ),
    one.map(
      (by): Piece =>
        (to) => {
          to.met("key begins_with");
          return `begins_with(${to.name(part.name)}, ${by(to)})`;
        },
    ),
  );
};

/** A key condition of a table or an index. */
export const keyCondition = (shape: Schema | IndexShape): fc.Arbitrary<Piece> => {
  const [hash, sort] = partsOf(shape) as [Part, Part?];
  const whole: fc.Arbitrary<Piece> = literal(keyValue(hash.kind)).map(
    (by) => (to) => `${to.name(hash.name)} = ${by(to)}`,
  );
  if (!sort) return whole;
  return fc.tuple(whole, fc.option(range(sort), { nil: undefined, freq: 3 }), fc.boolean()).map(
    ([one, two, turned]): Piece =>
      (to) => {
        if (!two) return one(to);
        return turned ? `${two(to)} AND ${one(to)}` : `${one(to)} AND ${two(to)}`;
      },
  );
};
