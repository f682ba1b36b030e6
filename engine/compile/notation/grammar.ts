import type { Act, Chain, Condition, Limit, Line, Ref, Rule, Said, Setting, Trigger } from './ast';
import { alt, type Form, list, map, mark, named, opt, seq, word } from './form';
import { ASKS, EXITS, MEASURES, MENTION_LETTERS, MODES, QUANTIFIERS, SLOT_LETTERS, STATE_WORDS } from './words';

/** Letters that a sentence offers, by what they can stand for; one slot may stand under several ("at 7": a time and a number). */
export interface Letters {
  mentions: readonly string[];
  duration: readonly string[];
  time: readonly string[];
  days: readonly string[];
  number: readonly string[];
  color: readonly string[];
  text: readonly string[];
}

const ALL: Letters = {
  mentions: MENTION_LETTERS,
  duration: SLOT_LETTERS,
  time: SLOT_LETTERS,
  days: SLOT_LETTERS,
  number: SLOT_LETTERS,
  color: SLOT_LETTERS,
  text: SLOT_LETTERS,
};

/** The whole language for one sentence's letters: both the parser and the model's grammar come from here. */
function lineForm(letters: Letters): Form<Line> {
  const { mentions } = letters;
  const quantifier = opt(word(...QUANTIFIERS));
  const except = opt(map(seq(word('except'), list(word(...mentions), word('except'))), ([, letters]) => letters));
  const pointed = map(seq(word(...mentions), opt(seq(word('in'), word(...mentions))), except), ([letter, within, left]) => ({
    letter,
    within: within?.[1],
    except: left,
  }));
  const ref: Form<Ref> = named(
    'ref',
    map(
      seq(
        quantifier,
        alt(
          pointed,
          map(seq(word('it'), except), ([, left]) => ({ except: left })),
        ),
      ),
      ([q, r]) => ({ quantifier: q, ...r }),
    ),
  );
  const numeric = [...MEASURES.keys()].filter((m) => m !== 'color' && m !== 'source');
  const slot = (of: Exclude<keyof Letters, 'mentions'>): Form<string> => word(...letters[of]);
  const said: Form<Said> = named(
    'said',
    alt(
      map(
        seq(
          word(...numeric),
          alt(
            map(seq(word('above', 'below', 'is'), slot('number')), ([test, s]) => ({ test, slot: s })),
            map(word('up', 'down'), (test) => ({ test })),
          ),
        ),
        ([w, t]) => ({ word: w, ...t }),
      ),
      map(seq(word('color', 'source'), word('is'), alt(slot('color'), slot('text'))), ([w, test, s]) => ({ word: w, test, slot: s })),
      map(word(...STATE_WORDS.keys()), (w) => ({ word: w })),
    ),
  );
  const lasting = opt(map(seq(word('for'), slot('duration')), ([, s]) => s));
  const reading = map(seq(ref, said, lasting), ([r, s, f]) => ({ type: 'reading' as const, ref: r, said: s, for: f }));
  const mode = map(seq(word('mode'), word(...MODES)), ([, m]) => ({ type: 'mode' as const, mode: m }));
  const trigger: Form<Trigger> = named(
    'trigger',
    alt(
      map(seq(word('at'), slot('time')), ([, s]) => ({ type: 'at' as const, slot: s })),
      map(seq(word('sunset', 'sunrise'), opt(map(seq(word('plus', 'minus'), slot('duration')), ([sign, s]) => ({ sign, slot: s })))), ([event, offset]) => ({
        type: 'sun' as const,
        event,
        offset,
      })),
      map(seq(word('every'), slot('duration')), ([, s]) => ({ type: 'every' as const, slot: s })),
      mode,
      map(seq(word('not'), mode), ([, m]) => ({ ...m, leaves: true })),
      reading,
    ),
  );
  const triggers = list(trigger, word('or'));
  const chain: Form<Chain> = map(
    seq(trigger, opt(map(seq(word('then'), trigger, opt(map(seq(word('within'), slot('duration')), ([, s]) => s))), ([, last, within]) => ({ last, within })))),
    ([only, more]) => (more ? { ...more.last, first: only, within: more.within } : only),
  );
  const plain: Form<Condition> = alt(
    map(word('dark'), () => ({ type: 'dark' as const })),
    map(seq(word('after', 'before'), slot('time')), ([type, s]) => ({ type, slot: s })),
    map(seq(word('between'), slot('time'), slot('time')), ([type, from, to]) => ({ type, from, to })),
    map(seq(word('days'), slot('days')), ([type, s]) => ({ type, slot: s })),
    mode,
    map(seq(word('ours'), ref), ([type, r]) => ({ type, ref: r })),
    reading,
  );
  const condition: Form<Condition> = named(
    'condition',
    map(seq(opt(word('not')), plain), ([not, c]) => (not ? { type: 'not' as const, of: c } : c)),
  );
  const both =
    (type: 'and' | 'or') =>
    (of: Condition[]): Condition =>
      of.length === 1 ? (of[0] as Condition) : { type, of };
  const conditions = map(list(map(list(condition, word('and')), both('and')), word('or')), both('or'));

  const value = (slots: Form<string>): Form<Setting> => map(slots, (s) => ({ word: '', slot: s }));
  const change: Form<Setting> = map(seq(word('up', 'down'), opt(slot('number'))), ([by, s]) => ({ word: '', by, slot: s }));
  const setting: Form<Setting> = named(
    'setting',
    alt(
      map(
        seq(
          word(...numeric),
          alt(
            value(slot('number')),
            change,
            map(word('half'), (by) => ({ word: '', by })),
          ),
        ),
        ([w, s]) => ({ ...s, word: w }),
      ),
      map(seq(word('color'), slot('color')), ([w, s]) => ({ word: w, slot: s })),
      map(seq(word('source'), slot('text')), ([w, s]) => ({ word: w, slot: s })),
      map(seq(word('flash'), opt(slot('number'))), ([w, s]) => ({ word: w, slot: s })),
      map(word(...STATE_WORDS.keys(), 'toggle', 'back'), (w) => ({ word: w })),
    ),
  );
  const until = opt(map(seq(word('until'), triggers), ([, of]) => of));
  const ending = map(seq(lasting, until), ([f, u]) => ({ for: f, until: u }));
  const act: Form<Act> = named(
    'act',
    alt(
      map(
        seq(
          word('wait'),
          alt(
            map(
              seq(word('until'), triggers, opt(map(seq(word('within'), slot('duration')), ([, s]) => s))),
              ([, of, within]): Act => ({
                type: 'await',
                triggers: of,
                within,
              }),
            ),
            map(
              seq(slot('duration'), opt(seq(word('unless', 'until'), triggers))),
              ([s, end]): Act => ({ type: 'wait', slot: s, ...(end ? { [end[0]]: end[1] } : {}) }),
            ),
          ),
        ),
        ([, a]) => a,
      ),
      map(seq(word('only'), conditions), ([type, c]) => ({ type, condition: c })),
      map(seq(word('repeat'), slot('duration'), opt(map(seq(word('times'), slot('number')), ([, s]) => s)), until), ([type, s, times, end]) => ({
        type,
        slot: s,
        times,
        until: end,
      })),
      map(seq(word('tell'), opt(ref), opt(slot('text'))), ([type, r, s]) => ({ type, ref: r, slot: s })),
      mode,
      map(seq(ref, setting, ending), ([r, set, end]) => ({ type: 'set' as const, ref: r, set, ...end })),
    ),
  );
  const acts = named('acts', list(act, mark(',')));
  const given = opt(map(seq(word('if'), conditions), ([, c]) => c));
  const limit: Form<Limit> = alt(
    map(word('once', 'daily'), (type) => ({ type })),
    map(seq(word('gap'), slot('duration')), ([type, s]) => ({ type, slot: s })),
  );
  const rule: Form<Rule> = named(
    'rule',
    alt(
      map(
        seq(word('when'), list(chain, word('or')), given, opt(limit), word('do'), acts, opt(map(seq(word('else'), acts), ([, a]) => a))),
        ([, of, c, l, , a, otherwise]) => ({
          type: 'when' as const,
          triggers: of,
          condition: c,
          limit: l,
          acts: a,
          otherwise,
        }),
      ),
      map(seq(word('while'), conditions, word('do'), acts), ([, c, , a]) => ({ type: 'while' as const, condition: c, acts: a })),
    ),
  );
  return alt(
    map(list(rule, mark(';')), (rules) => ({ kind: 'automation' as const, rules })),
    map(seq(word('do'), acts), ([, a]) => ({ kind: 'command' as const, acts: a })),
    map(seq(word('get'), ref, word(...STATE_WORDS.keys(), ...MEASURES.keys())), ([, r, w]) => ({ kind: 'question' as const, ref: r, word: w })),
    map(seq(word('never'), act, given), ([, a, c]) => ({ kind: 'rule' as const, act: a, condition: c })),
    map(seq(word('ask'), word(...ASKS)), ([, about]) => ({ kind: 'ask' as const, about })),
    map(word(...EXITS), (kind) => ({ kind })),
  );
}

const anyLine = lineForm(ALL);

/** Text of the notation → tree, or undefined where it is none. */
export function parseLine(text: string): Line | undefined {
  const tokens = text.match(/[,;]|[^\s,;]+/g) ?? [];
  const got = anyLine.parse(tokens, 0);
  return got && got.next === tokens.length ? got.value : undefined;
}

/** The grammar under which the model writes for one sentence, as GBNF. Ends where the line ends, as training did. */
export function gbnf(letters: Letters): string {
  const rules = new Map<string, string>();
  const root = lineForm(letters).gbnf(rules);
  return [`root ::= ${root}`, ...[...rules].map(([name, body]) => `${name} ::= ${body}`)].join('\n');
}
