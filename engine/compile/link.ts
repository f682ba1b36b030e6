/**
 * Finds every phrase of a sentence that may name something of this home, before the model runs. Names are matched here, by ordinary
 * code, so that the model needs to know none. A phrase that names a kind of thing with words that fit nothing in the home ("sauna
 * door") is a mention with no candidates: what uses it will be refused, never bound to something else.
 */
import type { Home } from '../../flows/home';
import { lexiconOf } from './lexicon';
import { interpret, type Mention } from './mention';
import { exactNames } from './names';
import { phraseAt } from './phrase';
import { type Token, tokensOf } from './token';

export type { Mention } from './mention';

/**
 * @param taken spans of slots, which name nothing
 * @param places what people call rooms besides their names
 */
export function findMentions(
  text: string,
  home: Home,
  taken: readonly { start: number; end: number }[] = [],
  places: readonly { words: string; room: string }[] = [],
): Mention[] {
  const lexicon = lexiconOf(home, places);
  const tokens = tokensOf(text, lexicon, taken);
  const mentions: Mention[] = [];
  exactNames(text, tokens, lexicon, mentions);
  for (let i = 0; i < tokens.length; i++) {
    const span = phraseAt(tokens, i, lexicon);
    if (!span) continue;
    // The longest phrase that names something; "kitchen" of "kitchen CO2".
    let to = span.to;
    let mention = interpret(text, tokens, span, lexicon);
    while (!mention && to - 1 > span.from) mention = interpret(text, tokens, { from: span.from, to: --to }, lexicon);
    if (!mention) continue;
    for (let k = span.from; k < to; k++) (tokens[k] as Token).taken = true;
    mentions.push(mention);
    i = to - 1;
  }
  return mentions.sort((a, b) => a.start - b.start);
}
