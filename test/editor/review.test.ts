import { describe, expect, it } from 'vitest';
import { demoHome } from '../../devices/simulator/demo';
import { graphOf } from '../../editor/canvas/graph';
import { isPointed, lettersAt } from '../../editor/canvas/pointing';
import { problemsByPart } from '../../editor/canvas/problems';
import { changed, followed, newDraft, saidOf, undone } from '../../editor/drafts';
import { bindRole } from '../../editor/edit/roles';
import { doubtOf, fitsUnder } from '../../editor/review/doubt';
import { playedWith } from '../../editor/review/Problems';
import { replyTo } from '../../editor/review/reply';
import { linesOf, piecesOf } from '../../editor/review/Sentence';
import type { Thread } from '../../flows/api';
import { findDevice } from '../../flows/home';
import { type DeviceId, flowId } from '../../flows/ids';
import { problem } from '../../flows/problem';
import { requestWords, THEN } from '../../flows/request';
import { hallLight } from './flows';

const request = hallLight.request ?? '';
const thread = (letter: string, text: string, ...paths: string[]): Thread => ({
  letter,
  start: request.indexOf(text),
  end: request.indexOf(text) + text.length,
  paths,
});
const threads = [thread('a', 'the hall light', 'uses.hall_light'), thread('b', '5 minutes', 'delays.wait_5m.for')];

describe('sentence', () => {
  it('is cut at its threads and loses no letter', () => {
    const pieces = piecesOf(request, threads);
    expect(pieces.map((p) => p.text).join('')).toBe(request);
    expect(pieces.filter((p) => p.thread).map((p) => p.text)).toEqual(['the hall light', '5 minutes']);
  });
});

describe('doubt', () => {
  const device = findDevice(demoHome, 'living_ceiling' as DeviceId);
  const other = device && bindRole(hallLight, 'hall_light', device);
  if (!other?.ok) throw new Error('cannot bind');
  const draft = newDraft({ request, flow: hallLight, threads, alternatives: [{ instead: 'Living room light', flow: other.value.flow }] }, 0);

  it('offers both candidates at the phrase, the first one chosen', () => {
    const doubt = doubtOf(draft, demoHome);
    expect(doubt?.thread?.letter).toBe('a');
    expect(doubt?.options.map((o) => [o.label, o.chosen])).toEqual([
      ['Hall light', true],
      ['Living room light', false],
    ]);
  });

  it('stands under its phrase where the candidates are names, and on a line of its own where they are whole readings', () => {
    const short = doubtOf(draft, demoHome);
    expect(short && fitsUnder(short)).toBe(true);
    const long = doubtOf(
      { ...draft, alternatives: draft.alternatives.map((a) => ({ ...a, instead: 'When it is 22:45, if Front door is open: send a message.' })) },
      demoHome,
    );
    expect(long?.thread).toBeDefined();
    expect(long && fitsUnder(long)).toBe(false);
  });

  it('is over when the words that it belongs to are undone', () => {
    const said = followed(
      draft,
      { request: `${request} || longer`, flow: { ...hallLight, request: `${request} || longer` }, threads, alternatives: draft.alternatives },
      0,
    );
    expect(doubtOf(said, demoHome)).toBeDefined();
    expect(doubtOf(undone({ ...said, history: { past: [{ ...hallLight, request }], future: [] } }, 0), demoHome)).toBeUndefined();
  });

  it('keeps both after the other one was chosen', () => {
    const doubt = doubtOf(changed(draft, other.value.flow, 0), demoHome);
    expect(doubt?.options.map((o) => [o.label, o.chosen])).toEqual([
      ['Hall light', false],
      ['Living room light', true],
    ]);
  });
});

describe('pointing', () => {
  it('ties a phrase to the rows and the arrow that came of it', () => {
    const { edges } = graphOf(hallLight, demoHome);
    const waits = edges.find((e) => e.group === 'after');
    const phrases = waits?.rows.flatMap((r) => r.phrases) ?? [];
    expect(isPointed({ paths: ['delays.wait_5m.for'], letters: ['b'] }, waits?.id ?? '', phrases)).toBe(true);
    expect(lettersAt(threads, ['uses.hall_light'])).toEqual(['a']);
    expect(
      edges.filter((e) =>
        isPointed(
          { paths: ['delays.wait_5m.for'], letters: [] },
          e.id,
          e.rows.flatMap((r) => r.phrases),
        ),
      ),
    ).toHaveLength(1);
  });

  it('puts a problem at its arrow or room, and one of a device at each that uses it', () => {
    const graph = graphOf(hallLight, demoHome);
    const at = 'chart.states.lit.on.hall_motion.occupancy.0';
    const parts = problemsByPart(graph, [
      problem('risky', 'x', `${at}.actions.0`),
      problem('unreachable', 'y', 'chart.states.waiting'),
      problem('unbound', 'z', 'uses.hall_light'),
    ]);
    expect([...parts].map(([part, list]) => [part, list.map((p) => p.code)]).sort()).toEqual([
      ['chart.states.lit', ['unbound']],
      [at, ['risky']],
      ['chart.states.waiting', ['unreachable']],
      ['chart.states.waiting.after.wait_5m.0', ['unbound']],
    ]);
  });
});

describe('follow-up', () => {
  const whole = `${request}${THEN}make it ten minutes`;
  const answer = {
    request: whole,
    flow: { ...hallLight, request: whole },
    threads: [...threads, { ...thread('c', 'x'), start: whole.length - 11, end: whole.length }],
    alternatives: [],
  };

  it('stands on a line of its own, its threads where they are in the whole', () => {
    const lines = linesOf(whole, answer.threads).map((pieces) => pieces.map((p) => p.text).join(''));
    expect(lines).toEqual([request, 'make it ten minutes']);
    expect(linesOf(whole, answer.threads)[1]?.find((p) => p.thread)?.text).toBe('ten minutes');
    expect(requestWords(whole)).toBe(`${request}, then: make it ten minutes`);
  });

  it('changes the words with the flow, and undoing it takes them back', () => {
    const draft = newDraft({ request, flow: hallLight, threads }, 0);
    const after = followed(draft, answer, 1);
    expect([saidOf(after), after.threads.length]).toEqual([whole, 3]);
    expect(saidOf(undone(after, 2))).toBe(request);
  });

  it('says what it came to where it changed nothing, with the answers of a question', () => {
    const asked = { request: whole, ms: 1, kind: 'ask', question: 'Which one?', answers: [{ label: 'Hall lamp', request: 'the hall lamp' }] } as const;
    expect(replyTo({ ...asked, answers: [...asked.answers] })).toEqual({ message: 'Which one?', answers: asked.answers, request: whole });
    expect(replyTo({ request: whole, ms: 1, kind: 'unsupported', reason: 'cannot', message: 'Nothing can.' })).toEqual({ message: 'Nothing can.' });
    expect(replyTo({ ...answer, ms: 1, kind: 'automation', problems: [] })).toBeUndefined();
  });
});

describe('a problem between flows', () => {
  it('is played with the flows that it names', () => {
    const other = (id: string, name: string) => ({ id: flowId(id), flow: { ...hallLight, name } });
    const others = [other('f1', 'Night'), other('f2', 'Party'), other('f3', 'Away')];
    const found = problem('loop', 'What this sets starts “Night” and “Away”, which start it again, without end.', 'chart', { with: 'f1' });
    expect(playedWith(found, others).map((o) => o.id)).toEqual(['f1', 'f3']);
    expect(playedWith(problem('loop', 'It starts itself.'), others)).toEqual([]);
  });
});
