import './sentence.css';
import { Fragment } from 'react';
import type { HomeView, Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import { saidIn } from '../../flows/request';
import { describe, type Phrase } from '../../flows/wording';
import { usePointing } from '../canvas/pointing';
import { related } from '../edit/path';
import { type Doubt, fitsUnder } from './doubt';

/** The person's own words. Under each phrase that led to a part lies its thread, and under that what it was read as. */
export function Sentence({
  request,
  flow,
  view,
  threads,
  doubt,
  onChoose,
}: {
  request: string;
  flow: Flow;
  view: HomeView;
  threads: readonly Thread[];
  doubt: Doubt | undefined;
  onChoose(flow: Flow): void;
}) {
  const phrases = describe(flow, view.home).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases));
  const lines = linesOf(request, threads);
  const under = doubt && fitsUnder(doubt) ? doubt : undefined;
  return (
    <div className={threads.length === 0 ? 'sentence words bare' : 'sentence words'}>
      {lines.map((pieces, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said first stays first.
        <Fragment key={n}>
          {n > 0 && <span className="sentence-break" />}
          {n > 0 && <span className="sentence-then">then:</span>}
          {closed(pieces, (thread) => (thread === under?.thread ? '' : readAs(thread, phrases).words)).map((piece) => (
            <Phrasing key={piece.start} piece={piece} phrases={phrases} doubt={under} onChoose={onChoose} />
          ))}
        </Fragment>
      ))}
      {doubt && !under && (
        <div className="doubt-apart">
          <span>It could also mean</span> <Choice doubt={doubt} phrase="What was meant" onChoose={onChoose} />
        </div>
      )}
    </div>
  );
}

function Phrasing({ piece, phrases, doubt, onChoose }: { piece: Closed; phrases: readonly Phrase[]; doubt: Doubt | undefined; onChoose(flow: Flow): void }) {
  const { pointed, point } = usePointing();
  const { text, thread } = piece;
  if (!thread) return <Plain text={text} />;
  const read = readAs(thread, phrases);
  const open = doubt?.thread === thread;
  const classes = ['phrase', read.touches, open && 'doubt', pointed?.letters.includes(thread.letter) && 'pointed'];
  const on = { paths: thread.paths, letters: [thread.letter] };
  return (
    <span className={classes.filter(Boolean).join(' ')} onPointerEnter={() => point(on)} onPointerLeave={() => point(undefined)}>
      <span className="phrase-words">{text}</span>
      {piece.tail && <span className="plain">{piece.tail}</span>}
      <span className="phrase-gloss">
        <b aria-hidden>{thread.letter}</b>
        {open && doubt ? <Choice doubt={doubt} phrase={text} onChoose={onChoose} /> : <span>{read.words}</span>}
      </span>
    </span>
  );
}

/** Candidates side by side, the likelier first and chosen. */
export function Choice({ doubt, phrase, onChoose }: { doubt: Doubt; phrase: string; onChoose(flow: Flow): void }) {
  return (
    <span className="candidates" role="radiogroup" aria-label={phrase}>
      {doubt.options.map((option) => (
        <label key={option.label}>
          <input type="radio" name={`doubt ${phrase}`} checked={option.chosen} onChange={() => onChoose(option.flow)} />
          <span>{option.label}</span>
        </label>
      ))}
    </span>
  );
}

/** Words that led to no part; each breaks by itself. */
function Plain({ text }: { text: string }) {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one sentence never move.
      <span key={i} className="plain">
        {word}
      </span>
    ));
}

interface Piece {
  text: string;
  start: number;
  thread?: Thread;
}

/** Cuts a request, or the part of it from `from` to `to`, at its threads. */
export function piecesOf(request: string, threads: readonly Thread[], from = 0, to = request.length): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const thread of [...threads].sort((a, b) => a.start - b.start)) {
    if (thread.start < at || thread.end > to) continue;
    if (thread.start > at) pieces.push({ text: request.slice(at, thread.start), start: at });
    pieces.push({ text: request.slice(thread.start, thread.end), start: thread.start, thread });
    at = thread.end;
  }
  if (at < to) pieces.push({ text: request.slice(at, to), start: at });
  return pieces;
}

/** `tail`: the plain words after a phrase that stand over its gloss with it. */
interface Closed extends Piece {
  tail?: string;
}

/** Serif letters of a request are about this many times as wide as those of a gloss. */
const WIDER = 1.7;

/** Commas stay at the phrase before them, and a gloss that is longer than its phrase runs on under the next words, so that no hole opens in the sentence. */
export function closed(pieces: readonly Piece[], glossOf: (thread: Thread) => string): Closed[] {
  const out: Closed[] = [];
  for (const piece of pieces) {
    const before = out.at(-1);
    if (piece.thread || !before?.thread) {
      out.push(piece);
      continue;
    }
    const wanted = (glossOf(before.thread).length + 3) / WIDER - before.text.length;
    let taken = /^[^\s\p{L}\p{N}(“‘"]+/u.exec(piece.text)?.[0].length ?? 0;
    while (taken < wanted && taken < piece.text.length) {
      const word = /^\s*\S+/.exec(piece.text.slice(taken));
      if (!word) break;
      taken += word[0].length;
    }
    const tail = piece.text.slice(0, taken).trimEnd();
    if (tail) out[out.length - 1] = { ...before, tail };
    const rest = piece.text.slice(taken);
    if (rest.trim()) out.push({ text: rest, start: piece.start + taken });
  }
  return out;
}

/** The pieces of what was said first, then those of each follow-up. */
export const linesOf = (request: string, threads: readonly Thread[]): Piece[][] =>
  saidIn(request).map(({ text, start }) => piecesOf(request, threads, start, start + text.length));

/** What a phrase was read as, in the words of the reading. */
function readAs(thread: Thread, phrases: readonly Phrase[]): { words: string; touches: string } {
  const own = phrases.filter((p) => p.path !== undefined && p.touches && thread.paths.some((t) => related(t, p.path ?? '')));
  const order = ['security', 'energy', 'comfort', 'time', 'observe'];
  const touches = order.find((o) => own.some((p) => p.touches === o)) ?? 'observe';
  return { words: [...new Set(own.map((p) => p.text))].slice(0, 3).join(', ') || 'no longer used', touches: own.length === 0 ? 'lost' : touches };
}
