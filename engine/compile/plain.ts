/**
 * What asks for nothing is not read to the model, which likes to make a rule of it: "brighter than that, do nothing", "I switch it off
 * myself". And what is to be left alone under a condition is said as people mostly say it: "unless it is open". Works on the prompt, with its
 * marks; a sentence that names something for the first time before others do stays, so that letters go on in order.
 */
export function plainer(prompt: string): string {
  if (prompt.includes('||')) return prompt;
  const sentences = prompt.split(SENTENCES);
  let text = '';
  for (let i = 0; i < sentences.length; i += 2) {
    const sentence = sentences[i] ?? '';
    const before = sentences[i - 1] ?? '';
    if (text !== '' && idle(sentence) && !takesBack(sentence, text) && mayGo(sentence, text, sentences.slice(i + 1).join(''))) continue;
    const last =
      sentences
        .slice(i + 1)
        .join('')
        .replace(/[.!\s]/g, '') === '';
    const unless = last && i === 2 && !(LATER.test(text) && !BEFORE.test(sentence)) && !/;/.test(before) ? unlessOf(sentence) : undefined;
    text += unless === undefined ? before + shortened(sentence.replace(TAIL, ''), text, sentences.slice(i + 1).join('')) : `, unless ${unless}`;
  }
  return text;
}

/** Sentences and what stands between them, in turn. */
const SENTENCES = /(\s*[.;!?](?=\s|$)(?![^[\]]*\])\s*|\s+[-–—]\s+(?![^[\]]*\]))/;
const CONDITIONAL = /\b(?:if|when|whenever|unless|while|until|till|once|as long as|as soon as|only|but|after|before)\b/;
const BY_HAND =
  /^(?:and |the )?.*\b(?:i|we)(?:'ll| will)? (?:always |then )?(?:do|see to|take care of|look after|switch|turn|open|close|shut|handle|start|stop|put)\b.*\b(?:myself|ourselves|by hand|manually)$/;
const NOTHING =
  /\b(?:do|does|does not do|happens?) nothing$|^nothing (?:else|more|(?:else )?happens|to do)$|^(?:and )?(?:that's|thats|that is) (?:all|it)(?: for (?:now|today|tonight))?$|^end of story$|^hands off$|\blooks after itself$|\bis (?:my|our) own (?:business|job|task|affair)$|^no more than th(?:at|is|ose(?: two| three)?)$/;
/** "Is it quieter than that already, leave it": a condition without "if". */
const INVERTED = /^(?:is|are|was|were|has|have|should|does|do)\b/;
const OCCASION = /\b(?:at|on|in|during|by (?:day|night)|with|without|from|between|below|above|under|over|days?|just)\b/;
const EXCEPTION = /\b(?:not|never|don't|except|ignore|skip|pause|same|what|whatever|ones?|an?|any|every|days?)\b/;
const MOST_WORDS = 12;
const LEFT =
  /\bstays? (?:put|untouched|out of (?:it|this)|as (?:it|they) (?:is|are|was|were))$|\blet (?:it|them) be$|\bleave\b(?!.*\b(?:on|off|open|closed|shut|locked|unlocked|running|armed|house|home)\b).*(?: be| alone| as (?:it|they) (?:is|are|was|were)| one)$/;
const TAIL =
  /,?(?: (?:or|and|but))? (?:otherwise|else|if not),? (?:please )?(?:do nothing|nothing(?: happens| to do)?|leave (?:it|them|everything|that)(?: be| alone| as (?:it is|they are))?|hands off|leave it at that)$/;

const OWN_TAIL =
  /, (?:and |but )?(?:the rest |(?:the |my |our )?\[[A-M] [^\]]*\] )?i(?:'ll| will)? (?:do|switch|turn|open|close|shut|handle|start|stop|put)\b[^,]{0,30}(?:myself|by hand|manually)$/;

/** Without what is said last and done by hand. */
function shortened(sentence: string, before: string, after: string): string {
  const tail = OWN_TAIL.exec(sentence);
  if (!tail || takesBack(tail[0], before + sentence.slice(0, tail.index)) || CONDITIONAL.test(tail[0])) return sentence;
  const kept = sentence.slice(0, tail.index);
  return mayGo(tail[0], before + kept, after) ? kept : sentence;
}

const idle = (sentence: string): boolean => {
  const said = sentence.trim().replace(TAIL, '');
  if (said === '' || CONDITIONAL.test(said) || INVERTED.test(said) || said.split(' ').length > MOST_WORDS) return false;
  if (/\[[N-Z] /.test(said)) return false;
  if (BY_HAND.test(said)) return !EXCEPTION.test(said);
  return (NOTHING.test(said) || LEFT.test(said)) && !OCCASION.test(said);
};

const LETTERS = /\[([A-Z]) /g;
const lettersOf = (text: string): string[] => [...text.matchAll(LETTERS)].map((m) => m[1] ?? '');

/** It speaks of what was named before, or of one of many that were: an exception. */
const takesBack = (sentence: string, before: string): boolean =>
  lettersOf(sentence).some((l) => lettersOf(before).includes(l)) ||
  ((lettersOf(sentence).length > 0 || /\bone$/.test(sentence)) &&
    /\b(?:all|every\w*|both|each|whole|lights|lamps|blinds|curtains|shutters|windows|doors|plugs)\b/.test(before));

/** Whether no letter is first used there and others come later. */
function mayGo(sentence: string, before: string, after: string): boolean {
  const known = new Set(lettersOf(before));
  const own = lettersOf(sentence).filter((letter) => !known.has(letter));
  const mentions = (letter: string): boolean => letter < 'N';
  return own.every((letter) => lettersOf(after).every((later) => known.has(later) || mentions(later) !== mentions(letter)));
}

const ALONE =
  /^(?:but |and )?if (.+?),?(?: (?:then|please|just|simply))* (?:(?:don't|do not) (?:touch|do) (?:it|them|that|anything)(?: at all)?|leave (?:it|them|everything|that)(?: alone| be| as (?:it is|they are))?|do nothing(?: at all)?|nothing happens|forget it|skip it|never mind)$/;

/** "If it is open, leave it", of what begins later: open now, or then? Only "before that" is plain. */
const LATER = /\blater\b|\bwait\b|\bafter(?:wards)?\b/;
const BEFORE = /\b(?:before (?:that|then)|in between|in the meantime|meanwhile)\b/;

function unlessOf(sentence: string): string | undefined {
  const said = ALONE.exec(sentence.trim())?.[1];
  return said === undefined || /\b(?:unless|if|by hand|myself|manually)\b|\b(?:and|or|but)$|^(?:not|so)$/.test(said) ? undefined : said;
}
