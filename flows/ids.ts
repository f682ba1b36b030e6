/** Nominal strings: an id of one thing cannot be handed over where another is wanted. Each has one constructor, here. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** SHA-256 of a flow's canonical bytes, 64 hex digits: the identity of its behaviour. */
export type FlowHash = Branded<'FlowHash'>;
/** A flow in this installation; survives edits, so versions of one flow share it. */
export type FlowId = Branded<'FlowId'>;
/** A lasting rule in this installation. */
export type RuleId = Branded<'RuleId'>;
/** A device of a home, as in the home file. */
export type DeviceId = Branded<'DeviceId'>;

const HASH = /^[0-9a-f]{64}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/** @throws TypeError when `text` is not 64 hex digits */
export function flowHash(text: string): FlowHash {
  if (!HASH.test(text)) throw new TypeError(`not a flow hash: ${text.slice(0, 80)}`);
  return text as FlowHash;
}

/** @throws TypeError when `text` is not a short id of letters, digits and `_ . : -` */
export function flowId(text: string): FlowId {
  if (!ID.test(text)) throw new TypeError(`not a flow id: ${text.slice(0, 80)}`);
  return text as FlowId;
}

/** @throws TypeError as for flows */
export function ruleId(text: string): RuleId {
  if (!ID.test(text)) throw new TypeError(`not a rule id: ${text.slice(0, 80)}`);
  return text as RuleId;
}

/** Device ids come from bridges and files and may hold anything printable; only the empty one is refused. */
export function deviceId(text: string): DeviceId {
  if (text === '') throw new TypeError('a device id is empty');
  return text as DeviceId;
}
