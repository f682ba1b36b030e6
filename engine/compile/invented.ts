import type { Line } from './notation/ast';
import { printLine } from './notation/print';

/**
 * Words of the notation that only certain words of a sentence call for. A line that has one without the other holds something that
 * nobody said: a small model that is unsure likes to add "if it is dark". The counterpart of `unexplained.ts`.
 */
const CALLED_FOR: Readonly<Record<string, RegExp>> = {
  dark: /dark|sun|night|dusk|dawn|daylight|daytime|day\b|evening|morning|bright|light outside|black out/,
  sunset: /sun|dusk|night|dark|evening|nightfall|twilight|sets\b/,
  sunrise: /sun|dawn|daybreak|first light|light outside|gets light|morning|rises\b/,
  mode: /mode|home|away|vacation|holiday|night|sleep|bed|trip|travel/,
  tell: /tell|told|notif|messag|text|alert|warn|know|remind|inform|say|saying|announce|ping|send|shout|phone|note|heads up|buzz|speak|report|write|call|sms|push|ask|hear|give me|drop me|broadcast|word|mention|update|read out|signal|beep|\bmsg|notf|rema|show|ring|holler|nag|nudge|bug |annoy|pester|poke|greet|welcome|[“"]|\?/,
  away: /away|back\b|leav|left|gone|go(?:es|ing)?\b|went|out\b|empty|nobody|no ?one|alone|home|house|abroad|holiday|vacation|travel|work\b|absent|depart|exit|off to|in\b|here|present|around|not there|without|trip|lock up|somebody|someone|everybody|everyone|anyone|anybody/,
  home: /home|house|arriv|back|return|come|came|coming|in\b|here|present|around|somebody|someone|everybody|everyone|anyone|anybody|nobody|no ?one|away|leav|left|out\b|gone|empty|alone|people|person|reach|enter|gets\b|there/,
  back: /back|restor|again|before|return|previous|was\b|were\b|undo|normal|reset|resume|usual|revert|afterwards|old|original|former|as it/,
  unlocked: /unlock|open|let .* in\b|unbolt|unsecure|undo|release|secured?\b|lock/,
  disarm: /disarm|off\b|deactivat|disable|stand down|unset|alarm|unarm/,
  trigger: /trigger|set off|sound|go(?:es)? off|alarm|fire|trip|activat|panic/,
  half: /half|halve|50|fifty/,
  toggle: /toggle|flip|switch|other|change|press|opposite|alternate|on.{0,12}off|invert|reverse|turn/,
  not: /\bno\b|not|n['’]t\b|\b(?:do|does|did|is|are|was|ca|wo|has|must|should)nt\b|unless|except|without|nobody|no ?one|none|never|neither|nor\b|but\b|free|empty|only|outside|other than|instead|stop|finish|over\b|off\b|close|shut|away|out\b|skip|leave .* alone|before|after|else|otherwise|until|while|still|while|ends?\b|ended|leav|left/,
  every: /every|each|hourly|per\b|\/\d|all the time|repeat|once an?|\ban hour/,
  daily: /first|once|dail|a day|per day|day\b|one time|1x|only one|morning/,
  once: /once|next|one time|single time|just|only|this time|tonight|today|tomorrow/,
  gap: /again|more|within|at most|every|between|apart|cool|spam|another|often|once|repeat|max|flood/,
  repeat: /again|repeat|every|keep|nag|until|till|times|remind|each|over and over|more/,
  flash: /flash|blink|flicker|strobe|pulse|wink/,
  ours: /you\b|this\b|automat|flow|hand\b|manual|myself|itself|rule|already|sensor|motion|own\b|turned|switched|was (?:on|off)|leave/,
  unless:
    /unless|except|cancel|without|\bno\b|not\b|n['’]t\b|\b(?:do|does|did|is|are|was|ca|wo|has|must|should)nt\b|but if|nobody|abort|stop|forget|if \w+|leave|call|or\b|until|void|scrap|nothing of|stays?\b|drop|skip/,
  never:
    /never|\bnot\b|n['’]t\b|\b(?:do|does|did|is|are|was|ca|wo|has|must|should)nt\b|\bno\b(?! ?one)|must|may\b|forbid|only|always|limit|keep|\bban|prevent|refuse|block|without|stay|cannot|allow|ever\b|neither|nor\b|nothing and|exceed|max|most\b|higher|louder|\bcap\b|least|\bmin|rule|under\b|over\b|above|below|out of (?:bounds|the question)|hands off|prohibit|unless|none|beyond|warmer|colder|brighter|than\b/,
  else: /otherwise|else|if not|or\b|other|rest|instead|in case|but|and\b|normally|,|;|:|\.|before that|unless/,
};

/** More and less are said in a thousand ways; only the plain opposite, and nothing else, speaks against them. */
const PLAIN = {
  up: /\b(?:rais|increas|more|higher|brighter|warmer|louder|faster|up\b)/,
  down: /\b(?:lower|drop|decreas|less|reduc|dim|darker|cooler|colder|quieter|softer|slower|down\b)/,
} as const;
const opposed = (word: string, said: string): boolean =>
  (word === 'up' && PLAIN.down.test(said) && !PLAIN.up.test(said)) || (word === 'down' && PLAIN.up.test(said) && !PLAIN.down.test(said));
/** Warmer light has fewer kelvins, and slats that are more closed stand lower. */
const TURNED = new Set(['tone', 'tilt']);

/** The first word of a line that nothing in the sentence calls for, or undefined. @param request as said, with what went before */
export function invented(line: Line, request: string): string | undefined {
  const said = request.toLowerCase();
  return printLine(line)
    .split(/[\s,;]+/)
    .find((word, i, all) => (opposed(word, said) && !TURNED.has(all[i - 1] ?? '')) || (Object.hasOwn(CALLED_FOR, word) && !CALLED_FOR[word]?.test(said)));
}
