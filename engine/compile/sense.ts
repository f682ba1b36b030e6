import type { Marked } from './mark';
import type { Act, Condition, Line, Ref, Rule } from './notation/ast';

/**
 * Slips of a small model that mean nothing, or whose meaning the words of the request leave no doubt about: a thing excepted from
 * itself, a rule said twice, the same done whether a condition holds or not, a return that what it returns from brings by itself, "all the
 * way up" written as a little up.
 */
export function sensible<L extends Line>(line: L, marked: Marked): L {
  if (line.kind === 'command') return { ...line, acts: actsOf(line.acts, marked) };
  if (line.kind !== 'automation') return line;
  const kept = new Set(line.rules.flatMap((r) => (r.type === 'while' ? r.acts.flatMap((a) => (a.type === 'set' && a.ref.letter ? [a.ref.letter] : [])) : [])));
  const once = !EITHER_WAY.test(marked.request);
  const rules = line.rules.flatMap((r): Rule[] => {
    // What held only for a while is put back without being told.
    const own = r.type === 'when' ? r.acts.filter((a) => !(isBack(a) && kept.has(a.ref.letter ?? ''))) : r.acts;
    if (own.length === 0 && r.acts.length > 0) return [];
    const acts = actsOf(own, marked).map((a) => endless(a, r, marked));
    if (r.type !== 'when' || !r.otherwise) return [{ ...r, acts }];
    const otherwise = actsOf(r.otherwise, marked);
    return [{ ...r, acts, otherwise: once && same(otherwise, acts) ? undefined : otherwise }];
  });
  const idle = (r: Rule, i: number): boolean => rules.some((o) => o !== r && covers(o, r, rules)) || (once && rules.slice(0, i).some((o) => opposite(o, r)));
  return { ...line, rules: rules.filter((r, i) => !idle(r, i)) };
}

const UNTIL = /\b(?:until|till?|unless|stops?|ends?|as long as|while)\b/i;

/** Again and again until what began it, and nobody said "until": it ends otherwise. */
function endless(act: Act, rule: Rule, marked: Marked): Act {
  if (act.type !== 'repeat' || rule.type !== 'when' || act.until?.length !== 1 || UNTIL.test(marked.request)) return act;
  return rule.triggers.some((t) => same(t, act.until?.[0])) ? { ...act, until: undefined } : act;
}

/** Then the same may well be wanted whether a condition holds or not. */
const EITHER_WAY = /\b(?:either way|both (?:ways|cases)|as well|too|also|anyway|in any case|regardless|whether|the same|likewise)\b/i;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a rule is another but for a condition that it turns round: made of a remark such as "at home it doesn't count". */
function opposite(first: Rule, later: Rule): boolean {
  if (first.type !== 'when' || later.type !== 'when' || !first.condition || !later.condition) return false;
  const turned = (x: Condition, y: Condition): boolean => x.type === 'not' && same(x.of, y);
  const besides = (r: typeof first): unknown[] => [r.triggers, r.limit, r.acts, r.otherwise];
  return same(besides(first), besides(later)) && (turned(first.condition, later.condition) || turned(later.condition, first.condition));
}

/** Whether a rule sets only what its own condition says is so already ("if it is locked, lock it"): nobody asks for that. */
export function vain(line: Line): boolean {
  return line.kind === 'automation' && line.rules.some((r) => r.type === 'when' && r.acts.length === 1 && r.acts.some((a) => isSoAlready(a, r.condition)));
}

function isSoAlready(act: Act, condition: Condition | undefined): boolean {
  if (act.type !== 'set' || act.for !== undefined || act.until || act.set.slot !== undefined || act.set.by) return false;
  const holds = condition?.type === 'and' ? condition.of : condition ? [condition] : [];
  return holds.some((c) => c.type === 'reading' && c.said.word === act.set.word && same(c.ref, act.ref));
}

const isBack = (a: Act): a is Extract<Act, { type: 'set' }> => a.type === 'set' && a.set.word === 'back';

/** Whether one rule begins with all that another does, on the same occasion; of two equal ones the first does. */
function covers(long: Rule, short: Rule, rules: readonly Rule[]): boolean {
  if (long.type !== 'when' || short.type !== 'when' || short.otherwise) return false;
  const when = (r: typeof long): string => JSON.stringify([r.triggers, r.condition, r.limit]);
  const begins = short.acts.every((a, i) => JSON.stringify(a) === JSON.stringify(long.acts[i]));
  return when(long) === when(short) && begins && (long.acts.length > short.acts.length || rules.indexOf(long) < rules.indexOf(short));
}

const WHOLLY = /\ball the way\b|\b(?:completely|fully|entirely|totally)\b/i;

function actsOf(acts: readonly Act[], marked: Marked): Act[] {
  /** What was set for a while, and to what: it ends by itself. */
  const lasting = new Map<string, string>();
  return acts.flatMap((a): Act[] => {
    if (a.type === 'wait' || a.type === 'await') lasting.clear();
    if (a.type === 'tell') return [a.ref ? { ...a, ref: refOf(a.ref) } : a];
    if (a.type !== 'set') return [a];
    const letter = a.ref.letter ?? 'it';
    if ((isBack(a) && lasting.has(letter)) || (a.set.word === 'off' && lasting.get(letter) === 'on')) return [];
    if (a.for !== undefined || a.until !== undefined) lasting.set(letter, a.set.word);
    const { word, by, slot } = a.set;
    const whole = word === 'position' && (by === 'up' || by === 'down') && slot === undefined && WHOLLY.test(marked.request);
    const set = whole ? { word: by === 'up' ? 'open' : 'closed' } : { ...a.set, ...warmth(a, marked) };
    return [{ ...a, ref: refOf(a.ref), set }];
  });
}

/** Nothing is excepted from itself. */
function refOf(ref: Ref): Ref {
  const except = ref.except?.filter((letter) => letter !== ref.letter);
  return { ...ref, except: except?.length ? except : undefined };
}

/** Warmer light has fewer kelvins. */
function warmth(a: Extract<Act, { type: 'set' }>, marked: Marked): { by?: 'up' | 'down' } {
  if (a.set.word !== 'tone' || a.set.by === undefined) return {};
  const [warm, cool] = [/\bwarmer\b/i.test(marked.request), /\b(?:cooler|colder)\b/i.test(marked.request)];
  return warm === cool ? {} : { by: warm ? 'down' : 'up' };
}
