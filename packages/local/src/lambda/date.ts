/**
 * Makes `Date` tell the stage's time: the machine's plus the shared offset. Runs in a worker before the bundle
 * is loaded, so handlers and libraries use plain `Date`.
 */
export function turnDate(shared: SharedArrayBuffer): void {
  const offset = new Float64Array(shared);
  const Real = globalThis.Date;
  const realNow = Real.now.bind(Real);
  const now = (): number => Math.round(realNow() + offset[0]!);

  function StageDate(this: unknown, ...given: unknown[]): unknown {
    if (!new.target) return new Real(now()).toString();
    const target = (new.target as unknown) === StageDate ? Real : new.target;
    return Reflect.construct(Real, given.length > 0 ? given : [now()], target);
  }
  Object.defineProperty(StageDate, "name", { value: "Date" });
  Object.defineProperty(StageDate, "length", { value: 7 });
  StageDate.prototype = Real.prototype;
  StageDate.now = now;
  StageDate.parse = Real.parse;
  StageDate.UTC = Real.UTC;
  Object.defineProperty(Real.prototype, "constructor", {
    value: StageDate,
    writable: true,
    configurable: true,
  });
  globalThis.Date = StageDate as unknown as DateConstructor;
}
