import { type FormEvent, useState } from 'react';
import { Button } from '../parts/Button';

/** Changes the draft by a sentence: "make it ten minutes". */
export function FollowUp({ onSay }: { onSay(followUp: string): Promise<void> }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const say = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    setFault('');
    try {
      await onSay(text.trim());
      setText('');
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'That did not work.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="follow-up" onSubmit={say}>
      <label>
        <span className="unseen">Change it in your own words</span>
        <input className="words" value={text} maxLength={500} placeholder="Change it: “make it ten minutes”" onChange={(e) => setText(e.target.value)} />
      </label>
      <Button type="submit" busy={busy}>
        Change
      </Button>
      <p role="status" className="follow-up-fault">
        {fault}
      </p>
    </form>
  );
}
