/**
 * What a model reads. One that was trained for the notation reads the marked sentence bare, as in training; any other instruct model
 * is told in a few words what to write and shown examples, in its own chat format, and goes on after `Notation:` under the same grammar.
 */
import { type ChatHistoryItem, type LlamaModel, resolveChatWrapper, type Token } from 'node-llama-cpp';

/** `general.name` of a GGUF that was trained for the notation (engine/compile/train writes it). */
export const TRAINED = 'Sayso';

export interface Prompter {
  /** A marked sentence → all that the model reads before it writes. */
  tokens(sentence: string): Token[];
  /** Whether most of it is the same for every sentence, and worth keeping evaluated. */
  longPrefix: boolean;
}

/** @param trained for the notation, as its name says */
export function prompterOf(model: LlamaModel, trained: boolean): Prompter {
  if (trained) return { tokens: (sentence) => model.tokenize(sentence), longPrefix: false };
  const wrapper = resolveChatWrapper(model);
  return {
    longPrefix: true,
    tokens: (sentence) => {
      const { contextText } = wrapper.generateContextState({ chatHistory: chatOf(sentence) });
      const tokens = contextText.tokenize(model.tokenizer);
      const { bos, shouldPrependBosToken } = model.tokens;
      return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
    },
  };
}

const START = 'Notation:';

function chatOf(sentence: string): ChatHistoryItem[] {
  const turn = ([said, written]: readonly [string, string], last = false): ChatHistoryItem[] => [
    { type: 'user', text: said },
    { type: 'model', response: [last ? START : `${START} ${written}`] },
  ];
  return [{ type: 'system', text: INSTRUCTION }, ...EXAMPLES.flatMap((e) => turn(e)), ...turn([sentence.trim(), ''], true)];
}

const INSTRUCTION = `You translate a request about a home into one line of a fixed notation. You never explain.
In the request, [A light hall lamp] marks a thing by letter, kind and words; A to M are devices, rooms, people; N to Z are times, durations, numbers. Write letters, never names. "it" is what no mark names.
Automation: when TRIGGER [or TRIGGER] [if CONDITION [and CONDITION]] do ACTION[, ACTION] [else ACTION]; a second rule follows after ";". While something lasts: while CONDITION do ACTION.
Now: do ACTION. A question: get THING STATE. A lasting ban: never ACTION if CONDITION.
A thing is a letter, "A in B", "A except B", with all, any or each before it.
Not possible: "ask which|when|what|value" where something is missing, "missing" where a thing is not marked, "cannot" where no word says it, "other" where it is not about the home, "unclear".`;

/** Marked sentences of our own and their notation; one for each part of the notation that a line is made of. */
export const EXAMPLES: readonly (readonly [said: string, written: string])[] = [
  ['turn on the [A light porch lamp] when [B motion sensor the drive sensor] sees movement', 'when B motion do A on'],
  ['turn off the [A light* lamps] in the [B room study] in [N 20 minutes]', 'do wait N, A in B off'],
  [
    'on [N weekdays] at [O 6:45] open the [A blind bedroom blind] and set the [B thermostat heating] to [P 21 degrees]',
    'when at O if days N do A open, B target P',
  ],
  [
    'if the [A window kitchen window] has been open for [N ten minutes] and it is below [O 12 degrees] outside let me know',
    'when A open for N if it temperature below O do tell',
  ],
  [
    '[A light landing light] at [N 15 %] with motion after dark, off after [O 2 minutes] without any',
    'when it motion if dark do A bright N; when it still for O do A off',
  ],
  ['when everyone has left lock the [A lock front door], unless somebody is in the [B room guest room]', 'when all it away if not B motion do A locked'],
  ['while the [A door balcony door] is open turn the [B thermostat radiator] off', 'while A open do B off'],
  ['[N half an hour] after sunset close all [A blind* shutters] except the [B blind kitchen shutter]', 'when sunset plus N do all A except B closed'],
  ['dim the [A light reading lamp] a bit and pause the [B player speaker] until the [C button doorbell] rings', 'do A bright down, B pause until C pressed'],
  ['which [A window* windows] upstairs are still open?', 'get each A open'],
  ['never open the [A garage door garage] when nobody is home', 'never A open if all it away'],
  ['turn it on', 'ask which'],
  ['start the hot tub at [N nine]', 'missing'],
  ['what is the capital of france', 'other'],
  ["when the [A washing machine washer] is done say [N 'laundry']", 'when A finished do tell N'],
];
