/** What a follow-up came to where it changed nothing. Pure. */
import type { AskResult } from '../../flows/api';

/** `answers`: where something was asked back, each with the words that stand for all that was said. */
export interface Reply {
  message: string;
  answers?: Extract<AskResult, { kind: 'ask' }>['answers'];
  /** The request that was asked back about. */
  request?: string;
  /** The draft is another now, and this is to be known of it. */
  changed?: true;
}

/** Undefined where it did change the draft. */
export function replyTo(result: AskResult): Reply | undefined {
  switch (result.kind) {
    case 'automation':
      return undefined;
    case 'ask':
      return { message: result.question, answers: result.answers, request: result.request };
    case 'unsupported':
      return { message: result.message };
    case 'question':
      return { message: result.answer };
    case 'command':
      return { message: 'That is an order of its own and changes nothing here. Give it on the Ask page.' };
    case 'rule':
      return { message: 'That is a rule for the whole home and changes nothing here. Say it on the Ask page.' };
  }
}
