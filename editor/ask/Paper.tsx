import './paper.css';
import { CornerDownLeft } from 'lucide-react';
import { Fragment, useLayoutEffect, useMemo, useRef } from 'react';
import type { HomeView } from '../../flows/api';
import { Button } from '../parts/Button';
import { type Phrase, understood } from './understood';

/**
 * The writing paper: a person's words between ruled lines, and under each phrase that is recognised its thread and what it stands
 * for. The threads lie on a copy of the text behind the text box; the box itself stays plain, so that every keyboard and reader works.
 */
export function Paper({
  text,
  view,
  drafting,
  notYet,
  onWrite,
  onDraft,
  onStop,
}: {
  text: string;
  view: HomeView | undefined;
  drafting: boolean;
  /** Why nothing can be drafted now. */
  notYet: string | undefined;
  onWrite(text: string): void;
  onDraft(): void;
  onStop(): void;
}) {
  const phrases = useMemo(() => (view ? understood(text, view) : []), [text, view]);
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const field = box.current;
    if (field && matchMedia('(hover: hover)').matches) field.focus({ preventScroll: true });
  }, []);
  return (
    <form
      className="paper"
      onSubmit={(e) => {
        e.preventDefault();
        onDraft();
      }}
    >
      <div className="paper-lines">
        <Copy text={text} phrases={phrases} />
        <textarea
          ref={box}
          aria-label="Request"
          aria-describedby="paper-help"
          placeholder="In your own words"
          rows={1}
          maxLength={800}
          spellCheck
          value={text}
          readOnly={drafting}
          onChange={(e) => onWrite(e.target.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return;
            e.preventDefault();
            if (text.trim() !== '' && !drafting && notYet === undefined) onDraft();
          }}
        />
      </div>
      <div className="paper-foot">
        <span id="paper-help">{drafting ? 'Drafting on this machine' : 'Nothing runs until you say so'}</span>
        {drafting ? (
          <Button onClick={onStop}>Stop</Button>
        ) : (
          <Button weight="primary" type="submit" notYet={notYet}>
            Draft it
            <span className="key" aria-hidden>
              <CornerDownLeft size={12} strokeWidth={1.5} />
            </span>
          </Button>
        )}
      </div>
    </form>
  );
}

/** The same text, unseen, with its threads and glosses. */
function Copy({ text, phrases }: { text: string; phrases: readonly Phrase[] }) {
  const root = useRef<HTMLDivElement>(null);
  const spread = phrases.map((p) => `${p.start} ${p.gloss}`).join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the phrases or the text move
  useLayoutEffect(() => {
    const node = root.current;
    if (!node) return;
    const place = (): void => fitGlosses(node);
    place();
    const watch = new ResizeObserver(place);
    watch.observe(node);
    void document.fonts.ready.then(place);
    return () => watch.disconnect();
  }, [spread, text]);
  return (
    <div className="paper-copy" ref={root} aria-hidden>
      {phrases.map((p, i) => (
        <Fragment key={p.start}>
          {text.slice(phrases[i - 1]?.end ?? 0, p.start)}
          <span className={`${p.touches} ${p.doubt ? 'doubt' : ''}`}>
            <span className="gloss">
              <b>{p.letter}</b> {p.gloss}
            </span>
            <span className="underlined">{text.slice(p.start, p.end)}</span>
          </span>
        </Fragment>
      ))}
      {text.slice(phrases.at(-1)?.end ?? 0)}
      {'\u200b'}
    </div>
  );
}

/** A gloss stands under the first line of its phrase and ends before the next gloss on that line. */
function fitGlosses(root: HTMLElement): void {
  const frame = root.getBoundingClientRect();
  const glosses = [...root.querySelectorAll<HTMLElement>('.gloss')];
  const places = glosses.map((g) => g.nextElementSibling?.getClientRects()[0]);
  for (const [i, gloss] of glosses.entries()) {
    const own = places[i];
    if (!own) continue;
    const next = places.slice(i + 1).find((p) => p && Math.abs(p.top - own.top) < 4);
    gloss.style.left = `${own.left - frame.left}px`;
    gloss.style.top = `${own.bottom - frame.top}px`;
    gloss.style.maxWidth = `${(next?.left ?? frame.right) - own.left - 8}px`;
  }
}
