import type { Model } from '../../engine/compile/model';
import { readCorpus } from '../../engine/compile/train/corpus';
import { pairOf } from '../../engine/compile/train/expand';
import { Dice } from '../../engine/compile/train/names';

/** What is taken away, to see what it is worth: `order` gives the marks each other's letters, `model` writes what these marks most often meant. */
export type Ablation = 'grammar' | 'marks' | 'order' | 'model';

const FREE = 'root ::= [^\\n]+';
const MARK = /\[([A-Z]) ([^\]]*)\]/g;

export function ablated(part: Ablation, model: Model): Model {
  if (part === 'model') return mostFrequent();
  const changed: Record<Exclude<Ablation, 'model'>, (prompt: string, grammar: string) => [string, string]> = {
    grammar: (prompt) => [prompt, FREE],
    marks: (prompt, grammar) => [prompt.replace(MARK, (_, letter: string, words: string) => (letter < 'N' ? words.replace(/^\S+ /, '') : words)), grammar],
    order: (prompt, grammar) => [prompt.replace(MARK, (_, letter: string, words: string) => `[${turned(letter, prompt)} ${words}]`), grammar],
  };
  return { ...model, write: (prompt, grammar) => model.write(...changed[part](prompt, grammar)) };
}

/** The letter of the next mark of its sort. */
function turned(letter: string, prompt: string): string {
  const sort = [...new Set([...prompt.matchAll(MARK)].map((m) => m[1] as string))].filter((l) => l < 'N' === letter < 'N');
  return sort[(sort.indexOf(letter) + 1) % sort.length] ?? letter;
}

/** No model: the line that stands in the corpus most often with marks of the same kinds in the same order. */
function mostFrequent(): Model {
  const shape = (prompt: string): string => [...prompt.matchAll(MARK)].map((m) => `${m[1]} ${(m[1] ?? '') < 'N' ? m[2]?.split(' ')[0] : ''}`).join(',');
  const counts = new Map<string, Map<string, number>>();
  const dice = new Dice(1);
  for (const line of readCorpus()) {
    const pair = pairOf(line, dice, 0);
    if ('missed' in pair) continue;
    const known = counts.get(shape(pair.prompt)) ?? new Map<string, number>();
    counts.set(shape(pair.prompt), known.set(pair.target, (known.get(pair.target) ?? 0) + 1));
  }
  const best = (prompt: string): string => [...(counts.get(shape(prompt)) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ' unclear';
  return { write: async (prompt) => ({ text: best(prompt), confidence: 1, tokens: [] }), load: async () => {}, unload: async () => {} };
}
