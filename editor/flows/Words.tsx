import { useEffect, useState } from 'react';
import type { FlowView, HomeView, Thread } from '../../flows/api';
import { describe, type Phrase } from '../../flows/wording';
import { threadsOf } from '../drafts';

/** The sentence that a flow came of, with its threads where this browser still knows them. */
export function Words({ flow, view }: { flow: FlowView; view: HomeView }) {
  const [threads, setThreads] = useState<readonly Thread[]>([]);
  useEffect(() => {
    threadsOf(flow.hash).then(setThreads, () => setThreads([]));
  }, [flow.hash]);
  const request = flow.flow.request ?? '';
  const phrases = describe(flow.flow, view.home).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases));
  const sorted = threads.filter((t) => t.start < t.end && t.end <= request.length).sort((a, b) => a.start - b.start);
  return (
    <p className="words live-words">
      {sorted.map((t, i) => (
        <span key={t.start}>
          {request.slice(sorted[i - 1]?.end ?? 0, t.start)}
          <span className={`thread ${touches(t, phrases)}`}>{request.slice(t.start, t.end)}</span>
        </span>
      ))}
      {request.slice(sorted.at(-1)?.end ?? 0)}
    </p>
  );
}

/** What a thread touches: the heaviest of the phrases at its paths. */
function touches(thread: Thread, phrases: readonly Phrase[]): string {
  const own = phrases.filter((p) => p.path !== undefined && thread.paths.some((at) => p.path === at || p.path?.startsWith(`${at}.`)));
  return (['security', 'energy', 'comfort', 'time', 'observe'] as const).find((risk) => own.some((p) => p.touches === risk)) ?? '';
}
