/**
 * What happens between a sentence and a screen, as a statechart: a request is written, drafted, and then reviewed, answered, sent,
 * asked back or refused. The engine's answers come in as actors, so the machine runs without a server in tests.
 */
import { assign, fromPromise, setup } from 'xstate';
import type { AskResult } from '../flows/api';
import type { Command, Outcome } from '../flows/command';
import { type Problem, problem } from '../flows/problem';
import type { Result } from '../flows/result';
import { call } from './client';
import { newDraft, saveDraft } from './drafts';
import { draftLink, goTo } from './route';

type Automation = Extract<AskResult, { kind: 'automation' }>;
export type Outcomes = { command: Command; outcome: Outcome }[];

interface Context {
  /** What stands in the text box. */
  request: string;
  /** The reading picked where one was asked for. */
  chosen: string | undefined;
  result: AskResult | undefined;
  outcomes: Outcomes;
  problems: readonly Problem[];
}

type Event =
  | { type: 'WRITE'; request: string }
  | { type: 'ASK'; request?: string; chosen?: string | undefined }
  | { type: 'STOP' }
  | { type: 'SEND' }
  | { type: 'CLEAR' };

/** `chosen`: the reading picked where one was asked for. */
export type AskedInput = { request: string; chosen?: string | undefined };
export type SentInput = { commands: Command[]; request: string; confirmed: boolean };

const outputOf = ({ event }: { event: { output: Result<AskResult> } }) => ({ output: event.output });
const kinds =
  (...of: AskResult['kind'][]) =>
  ({ event }: { event: { output: Result<AskResult> } }) => ({ output: event.output, kinds: of });

const FAILED = [problem('no-answer', 'That did not work.', '', { hint: 'Try again.' })];
const UNKEPT = [problem('no-answer', 'This browser could not keep the draft.', '', { hint: 'Allow it to store data for this page, then try again.' })];

/** A wait or a later part makes a command a flow of its own that ends by itself: it is looked at first. */
const flowOf = (result: AskResult | undefined): Pick<Automation, 'flow' | 'threads' | 'alternatives'> | undefined => {
  if (result?.kind === 'automation') return result;
  return result?.kind === 'command' && result.flow ? { flow: result.flow, threads: [], alternatives: [] } : undefined;
};

export const appMachine = setup({
  types: { context: {} as Context, events: {} as Event, input: {} as { request: string } },
  actors: {
    ask: fromPromise<Result<AskResult>, AskedInput>(({ input, signal }) =>
      call('POST /api/ask', { body: { request: input.request, ...(input.chosen === undefined ? {} : { chosen: input.chosen }) }, signal }),
    ),
    send: fromPromise<Result<{ outcomes: Outcomes }>, SentInput>(({ input }) =>
      call('POST /api/command', { body: { commands: input.commands, request: input.request, ...(input.confirmed ? { confirmed: true } : {}) } }),
    ),
    keep: fromPromise<string, { result: AskResult | undefined }>(async ({ input }) => {
      const found = flowOf(input.result);
      if (!found) throw new Error('there is no flow to keep');
      const { request = '', remembered } = input.result ?? {};
      const draft = newDraft({ request, flow: found.flow, threads: found.threads, alternatives: found.alternatives, ...(remembered ? { remembered } : {}) });
      await saveDraft(draft);
      return draft.id;
    }),
  },
  actions: {
    open: (_, { id }: { id: string }) => goTo(draftLink(id)),
    store: assign({ result: (_, { output }: { output: Result<AskResult> }) => (output.ok ? output.value : undefined) }),
    fail: assign({ problems: (_, { problems }: { problems: readonly Problem[] }) => problems }),
  },
  guards: {
    drafted: (_, { output }: { output: Result<AskResult> }) => output.ok && flowOf(output.value) !== undefined,
    is: (_, { output, kinds }: { output: Result<AskResult>; kinds: AskResult['kind'][] }) => output.ok && kinds.includes(output.value.kind),
  },
}).createMachine({
  id: 'app',
  context: ({ input }) => ({ request: input.request, chosen: undefined, result: undefined, outcomes: [], problems: [] }),
  initial: 'asking',
  on: {
    WRITE: { target: '.asking', actions: assign({ request: ({ event }) => event.request }) },
    ASK: { target: '.drafting', actions: assign({ request: ({ context, event }) => event.request ?? context.request, chosen: ({ event }) => event.chosen }) },
    CLEAR: { target: '.asking', actions: assign({ request: '' }) },
  },
  states: {
    asking: { entry: assign({ result: undefined, outcomes: [], problems: [] }) },
    drafting: {
      entry: assign({ result: undefined, outcomes: [], problems: [] }),
      on: { STOP: 'asking', ASK: undefined },
      invoke: {
        src: 'ask',
        input: ({ context }) => ({ request: context.request, chosen: context.chosen }),
        onDone: [
          { guard: { type: 'drafted', params: outputOf }, target: 'keeping', actions: { type: 'store', params: outputOf } },
          { guard: { type: 'is', params: kinds('command') }, target: 'commanded', actions: { type: 'store', params: outputOf } },
          { guard: { type: 'is', params: kinds('question', 'rule') }, target: 'answered', actions: { type: 'store', params: outputOf } },
          { guard: { type: 'is', params: kinds('ask') }, target: 'asked', actions: { type: 'store', params: outputOf } },
          { guard: { type: 'is', params: kinds('unsupported') }, target: 'refused', actions: { type: 'store', params: outputOf } },
          {
            target: 'failed',
            actions: { type: 'fail', params: ({ event }) => ({ problems: event.output.ok ? FAILED : event.output.problems }) },
          },
        ],
        onError: { target: 'failed', actions: { type: 'fail', params: { problems: FAILED } } },
      },
    },
    keeping: {
      invoke: {
        src: 'keep',
        input: ({ context }) => ({ result: context.result }),
        onDone: { target: 'asking', actions: [assign({ request: '' }), { type: 'open', params: ({ event }) => ({ id: event.output }) }] },
        onError: { target: 'failed', actions: { type: 'fail', params: { problems: UNKEPT } } },
      },
    },
    commanded: { on: { SEND: 'sending' } },
    sending: {
      on: { ASK: undefined, WRITE: undefined },
      invoke: {
        src: 'send',
        input: ({ context: { result } }) =>
          result?.kind === 'command'
            ? { commands: result.commands, request: result.request, confirmed: result.confirm }
            : { commands: [], request: '', confirmed: false },
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'sent',
            actions: assign({ outcomes: ({ event }) => (event.output.ok ? event.output.value.outcomes : []) }),
          },
          { target: 'failed', actions: { type: 'fail', params: ({ event }) => ({ problems: event.output.ok ? FAILED : event.output.problems }) } },
        ],
        onError: { target: 'failed', actions: { type: 'fail', params: { problems: FAILED } } },
      },
    },
    sent: {},
    answered: {},
    asked: {},
    refused: {},
    failed: {},
  },
});
