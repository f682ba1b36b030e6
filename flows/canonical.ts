import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Flow } from './flow';
import { type FlowHash, flowHash } from './ids';

/** The bytes that a flow's hash is of: RFC 8785, without notes and without bindings, which approval binds by itself (SPEC 1.6). */
export function canonicalBytes(flow: Flow): string {
  const { notes: _, uses, ...rest } = flow;
  const unbound = Object.fromEntries(Object.entries(uses).map(([name, { bind: _bind, ...role }]) => [name, role]));
  return canonicalize({ ...rest, uses: unbound }) as string;
}

/** The same flow with all keys in canonical order: what machines are built from. */
export const canonicalFlow = (flow: Flow): Flow => JSON.parse(canonicalize(flow) as string) as Flow;

/** Pure JavaScript: the same in Node and in browsers on any origin, where `crypto.subtle` may be absent. */
export const hashBytes = (bytes: string): FlowHash => flowHash(bytesToHex(sha256(utf8ToBytes(bytes))));
