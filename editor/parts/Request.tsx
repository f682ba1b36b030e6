import './request.css';
import { saidIn } from '../../flows/request';

/** A person's words: what was said first, and each follow-up on a line of its own. */
export function Request({ said }: { said: string }) {
  return saidIn(said).map(({ text, start }) =>
    start === 0 ? (
      <span key={start}>{text}</span>
    ) : (
      <span key={start} className="said-then">
        <i>then:</i> {text}
      </span>
    ),
  );
}
