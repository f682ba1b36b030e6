import { afterEach, describe, expect, it, vi } from 'vitest';
import { createActor, fromPromise, waitFor } from 'xstate';
import { type AskedInput, appMachine, type Outcomes, type SentInput } from '../../editor/app.machine';
import type { AskResult } from '../../flows/api';
import { deviceId } from '../../flows/ids';
import { ok, type Result } from '../../flows/result';
import { lightFlow } from './home';

const command = { device: deviceId('hall_light'), capability: 'power', value: 'off' } as const;
const ms = 1;

function started(answer: (request: string) => Result<AskResult> | Promise<Result<AskResult>>) {
  const opened: string[] = [];
  const sent: SentInput[] = [];
  const machine = appMachine.provide({
    actors: {
      ask: fromPromise<Result<AskResult>, AskedInput>(async ({ input }) => answer(input.request)),
      send: fromPromise<Result<{ outcomes: Outcomes }>, SentInput>(async ({ input }) => {
        sent.push(input);
        return ok({ outcomes: input.commands.map((c) => ({ command: c, outcome: { status: 'done' as const } })) });
      }),
      keep: fromPromise<string, { result: AskResult | undefined }>(async () => 'd1'),
    },
    actions: { open: (_, { id }) => opened.push(id) },
  });
  const actor = createActor(machine, { input: { request: '' } }).start();
  return { actor, opened, sent };
}

const say = (actor: ReturnType<typeof started>['actor'], request: string): void => {
  actor.send({ type: 'WRITE', request });
  actor.send({ type: 'ASK' });
};

describe('from a sentence to a screen', () => {
  afterEach(() => vi.restoreAllMocks());

  it('keeps a draft, opens it, and clears the paper', async () => {
    const { actor, opened } = started((request) => ok({ kind: 'automation', request, ms, flow: lightFlow, threads: [], alternatives: [], problems: [] }));
    say(actor, 'light on at seven');
    await waitFor(actor, (s) => s.matches('asking') && opened.length > 0);
    expect(opened).toEqual(['d1']);
    expect(actor.getSnapshot().context.request).toBe('');
  });

  it('sends an order only when told to, with consent where it asks for it', async () => {
    const { actor, sent } = started((request) =>
      ok({ kind: 'command', request, ms, commands: [command], wording: 'Turn it off.', confirm: true, problems: [] }),
    );
    say(actor, 'light off');
    await waitFor(actor, (s) => s.matches('commanded'));
    expect(sent).toEqual([]);
    actor.send({ type: 'SEND' });
    await waitFor(actor, (s) => s.matches('sent'));
    expect(sent).toEqual([{ commands: [command], request: 'light off', confirmed: true }]);
    actor.send({ type: 'SEND' });
    expect(sent).toHaveLength(1);
  });

  it('looks at an order for later as a flow of its own', async () => {
    const { actor, opened, sent } = started((request) =>
      ok({ kind: 'command', request, ms, commands: [], wording: 'Later.', confirm: true, flow: lightFlow, problems: [] }),
    );
    say(actor, 'light off in ten minutes');
    await waitFor(actor, () => opened.length > 0);
    expect(sent).toEqual([]);
  });

  it.each([
    ['answered', { kind: 'question', answer: 'Yes.', readings: [] }],
    ['answered', { kind: 'rule', wording: 'Never.', problems: [] }],
    ['asked', { kind: 'ask', question: 'Which?', answers: [] }],
    ['refused', { kind: 'unsupported', reason: 'no-device', message: 'There is none.' }],
  ] as const)('ends %s for %o and starts over when something is written', async (state, result) => {
    const { actor } = started((request) => ok({ ...result, request, ms } as AskResult));
    say(actor, 'open the sauna door');
    await waitFor(actor, (s) => s.matches(state));
    actor.send({ type: 'WRITE', request: 'open' });
    expect(actor.getSnapshot().value).toBe('asking');
    expect(actor.getSnapshot().context.result).toBeUndefined();
  });

  it('tells a failure and can try again', async () => {
    let tries = 0;
    const { actor } = started((request) => {
      tries++;
      if (tries === 1) return { ok: false, problems: [{ code: 'no-answer', level: 'blocks', message: 'No model.', path: '' }] };
      return ok({ kind: 'question', request, ms, answer: 'Yes.', readings: [] });
    });
    say(actor, 'is it on?');
    await waitFor(actor, (s) => s.matches('failed'));
    expect(actor.getSnapshot().context.problems[0]?.message).toBe('No model.');
    expect(actor.getSnapshot().context.request).toBe('is it on?');
    actor.send({ type: 'ASK' });
    await waitFor(actor, (s) => s.matches('answered'));
  });

  it('can be stopped, and an answer that comes too late changes nothing', async () => {
    let late: (result: Result<AskResult>) => void = () => {};
    const { actor } = started(() => new Promise((resolve) => (late = resolve)));
    say(actor, 'light on');
    actor.send({ type: 'STOP' });
    late(ok({ kind: 'question', request: 'light on', ms, answer: 'Yes.', readings: [] }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(actor.getSnapshot().value).toBe('asking');
    expect(actor.getSnapshot().context.request).toBe('light on');
  });
});
