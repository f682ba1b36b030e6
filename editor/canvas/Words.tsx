import './words.css';
import type { Thread } from '../../flows/api';
import type { Phrase, Row } from '../../flows/wording';
import { related } from '../edit/path';
import { lettersAt, pathsOf, usePointing } from './pointing';

/** Phrases of the reading as they stand on the chart: what touches something has its thread under it. */
export function Words({ phrases }: { phrases: readonly Phrase[] }) {
  const { doubt } = usePointing();
  return (
    <>
      {phrases.map((phrase, i) => {
        const key = `${i} ${phrase.path ?? phrase.text}`;
        const glue = i > 0 && !/^[,.)]/.test(phrase.text) && phrases[i - 1]?.text !== '(' ? ' ' : '';
        if (!phrase.touches) return <span key={key}>{glue + phrase.text}</span>;
        const doubted = phrase.path !== undefined && doubt.some((d) => related(d, phrase.path ?? ''));
        return (
          <span key={key}>
            {glue}
            <span className={`threaded ${phrase.touches}${doubted ? ' doubt' : ''}`}>{phrase.text}</span>
          </span>
        );
      })}
    </>
  );
}

/** The letters of the request's phrases that a row came from. */
export function Letters({ threads, row }: { threads: readonly Thread[]; row: Row }) {
  const paths = pathsOf([row]);
  const risk = row.phrases.find((p) => p.path !== undefined && lettersAt(threads, [p.path]).length > 0)?.touches ?? 'time';
  const letters = lettersAt(threads, paths);
  if (letters.length === 0) return null;
  return <sup className={`letters ${risk}`}>{letters.join(' ')}</sup>;
}
