import '../parts/request.css';
import { useEffect, useState } from 'react';
import type { FlowView, HomeView, Thread } from '../../flows/api';
import { describe, type Phrase } from '../../flows/wording';
import { threadsOf } from '../drafts';
import { linesOf } from '../review/Sentence';

/** The sentence that a flow came of, with its threads where this browser still knows them. */
export function Words({ flow, view }: { flow: FlowView; view: HomeView }) {
  const [threads, setThreads] = useState<readonly Thread[]>([]);
  useEffect(() => {
    threadsOf(flow.hash).then(setThreads, () => setThreads([]));
  }, [flow.hash]);
  const request = flow.flow.request ?? '';
  const phrases = describe(flow.flow, view.home).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases));
  return (
    <p className="words live-words">
      {linesOf(request, threads).map((pieces, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said first stays first
        <span key={n} className={n > 0 ? 'said-then' : undefined}>
          {n > 0 && <i>then: </i>}
          {pieces.map(({ text, start, thread }) => (
            <span key={start} className={thread ? `thread ${touches(thread, phrases)}` : undefined}>
              {text}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}

/** What a thread touches: the heaviest of the phrases at its paths. */
function touches(thread: Thread, phrases: readonly Phrase[]): string {
  const own = phrases.filter((p) => p.path !== undefined && thread.paths.some((at) => p.path === at || p.path?.startsWith(`${at}.`)));
  return (['security', 'energy', 'comfort', 'time', 'observe'] as const).find((risk) => own.some((p) => p.touches === risk)) ?? '';
}
