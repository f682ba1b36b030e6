import { type FormEvent, useState } from 'react';
import { answered } from '../memory/offers';
import { Button } from '../parts/Button';
import type { Reply } from './reply';

/** Changes the draft by a sentence: "make it ten minutes". What is asked back is answered here; the words stay until they did something. */
export function FollowUp({ onSay }: { onSay(words: string, whole?: boolean, chosen?: string): Promise<Reply | undefined> }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<Reply>();
  const say = async (words: string, whole: boolean, chosen?: string): Promise<void> => {
    if (words === '' || busy) return;
    setBusy(true);
    try {
      const came = await onSay(words, whole, chosen);
      setReply(came);
      if (!came || came.changed) setText('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="follow-up"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void say(text.trim(), false);
      }}
    >
      <label>
        <span className="unseen">Change it in your own words</span>
        <input className="words" value={text} maxLength={500} placeholder="Change it: “make it ten minutes”" onChange={(e) => setText(e.target.value)} />
      </label>
      <Button type="submit" busy={busy}>
        Change
      </Button>
      <p role="status" className={reply?.answers || reply?.changed ? 'follow-up-question' : 'follow-up-fault'}>
        {reply?.message}
      </p>
      {reply?.answers && reply.answers.length > 0 && (
        <div className="follow-up-answers">
          {reply.answers.map((a) => (
            <Button
              key={a.label}
              onClick={() => {
                answered(reply.request ?? '', a.request, a.remember);
                void say(a.request, true, a.chosen);
              }}
            >
              {a.label}
            </Button>
          ))}
        </div>
      )}
    </form>
  );
}
