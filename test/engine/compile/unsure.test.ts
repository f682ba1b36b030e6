/** A line that the model is unsure of is put as a question; what a person picks is taken as it is. The model's place is taken by a script. */
import { expect, test } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { noModel } from '../../../engine/compile/model';
import type { Situation } from '../../../engine/compile/situation';
import type { AskResult } from '../../../flows/api';
import { homeOf } from './home';

const home = homeOf(
  ['Hall light', 'light', 'Hall', 'power', 'brightness'],
  ['Front door', 'door', 'Hall', 'contact'],
  ['Phone', 'notifier', undefined, 'message'],
);
const situation: Situation = { home, now: Date.parse('2026-06-01T10:00:00Z'), read: () => undefined };
const REQUEST = 'hall light on when the front door opens';
const LIKELIEST = 'when B open do A on';
const OTHER = 'when B closed do A on';

const ask = (confidence: number, more: Partial<Situation> = {}, runnersUp: string[] = [OTHER]): Promise<AskResult> =>
  compile(
    REQUEST,
    { ...situation, ...more },
    {
      ...noModel,
      write: async () => ({ text: ` ${LIKELIEST}`, confidence, tokens: [], runnersUp: runnersUp.map((text) => ({ text: ` ${text}`, probability: 0.3 })) }),
    },
  );

test('sure enough, it is a draft', async () => {
  expect(await ask(0.8)).toMatchObject({ kind: 'automation', notation: LIKELIEST });
});

test('unsure, it asks which reading is meant, in words and with the line behind each', async () => {
  const result = await ask(0.1);
  expect(result).toMatchObject({ kind: 'ask', answers: [{ chosen: LIKELIEST }, { chosen: OTHER }] });
  const labels = result.kind === 'ask' ? result.answers.map((a) => a.label) : [];
  expect(labels[0]).toMatch(/front door opens.*hall light on/i);
  expect(labels[1]).toMatch(/front door closes.*hall light on/i);
});

test('the same reading is not offered twice, and a reading that does not fit the home is not offered', async () => {
  expect(await ask(0.05, {}, [LIKELIEST, 'when B locked do A on'])).toMatchObject({ kind: 'ask', answers: [{ chosen: LIKELIEST }] });
});

test('in two minds about words that come to the same, it is a draft, and no doubt is shown', async () => {
  const written = (confidence: number, other: string): Promise<AskResult> =>
    compile(REQUEST, situation, {
      ...noModel,
      write: async () => ({ text: ` ${LIKELIEST}`, confidence, tokens: [], runnersUp: [{ text: ` ${other}`, probability: 0.3 }] }),
    });
  const drafted = await written(0.3, 'when B open or B open do A on');
  expect(drafted).toMatchObject({ kind: 'automation', notation: LIKELIEST });
  expect(drafted.kind === 'automation' && drafted.problems.filter((p) => p.code === 'close-call')).toEqual([]);
  expect(await written(0.05, 'when B open or B open do A on')).toMatchObject({ kind: 'ask' });
  expect(await written(0.3, OTHER)).toMatchObject({ kind: 'ask' });
});

test('a line that sets only what is so already is never drafted', async () => {
  const said = (runnersUp: string[]): Promise<AskResult> =>
    compile('hall light on when the front door opens and the hall light is on', situation, {
      ...noModel,
      write: async () => ({
        text: ' when B open if A on do A on',
        confidence: 0.9,
        tokens: [],
        runnersUp: runnersUp.map((text) => ({ text: ` ${text}`, probability: 0.1 })),
      }),
    });
  expect(await said([LIKELIEST])).toMatchObject({ kind: 'ask', answers: [{ chosen: LIKELIEST }] });
  expect(await said([])).toMatchObject({ kind: 'unsupported', reason: 'unclear' });
});

test('refused half-heartedly, what it could be is asked', async () => {
  const said = (confidence: number): Promise<AskResult> =>
    compile(REQUEST, situation, {
      ...noModel,
      write: async () => ({ text: ' missing', confidence, tokens: [], runnersUp: [{ text: ` ${LIKELIEST}`, probability: 0.6 }] }),
    });
  expect(await said(0.3)).toMatchObject({ kind: 'ask', answers: [{ chosen: LIKELIEST }] });
  expect(await said(0.8)).toMatchObject({ kind: 'unsupported' });
});

test('what was picked is taken without asking the model, and can be kept as a correction', async () => {
  const asked = await ask(0.1);
  const picked = asked.kind === 'ask' ? asked.answers[1] : undefined;
  expect(picked).toMatchObject({ request: REQUEST, remember: { kind: 'correction', request: REQUEST, notation: OTHER } });
  const result = await compile(
    picked?.request ?? '',
    { ...situation, chosen: picked?.chosen },
    { ...noModel, write: () => Promise.reject(new Error('the model was asked')) },
  );
  expect(result).toMatchObject({ kind: 'automation', notation: OTHER });
});

test('a reminder that says no time is asked for one', async () => {
  const said = (request: string, written: string): Promise<AskResult> =>
    compile(request, situation, { ...noModel, write: async () => ({ text: ` ${written}`, confidence: 1, tokens: [] }) });
  expect(await said('remind me to water the plants', 'do tell N')).toMatchObject({ kind: 'ask', question: 'When should it happen?' });
  expect(await said('remind me in 20 minutes to water the plants', 'do wait N, tell O')).toMatchObject({ kind: 'command' });
});

test('a rule that this home cannot do and that the model was in two minds about is left out, and the draft doubted; never one that was said', async () => {
  const said = (request: string, written: string, other: string): Promise<AskResult> =>
    compile(request, situation, {
      ...noModel,
      write: async () => ({ text: ` ${written}`, confidence: 0.6, tokens: [], runnersUp: [{ text: ` ${other}`, probability: 0.3 }] }),
    });
  const whole = 'when B open do A on';
  const result = await said(`${REQUEST}, no motion stuff`, `${whole}; when B still do A off`, whole);
  expect(result).toMatchObject({ kind: 'automation', notation: whole });
  expect(result.kind === 'automation' && result.problems.map((p) => p.code)).toContain('close-call');
  expect(await said(`${REQUEST}, off after 5 minutes without motion`, `${whole}; when B still for N do A off`, whole)).toMatchObject({ kind: 'unsupported' });
});

test('who says that something be left alone asks for no rule of it: where the model doubts, there is none', async () => {
  const said = (request: string, written: string, other: string): Promise<AskResult> =>
    compile(request, situation, {
      ...noModel,
      write: async () => ({ text: ` ${written}`, confidence: 0.6, tokens: [], runnersUp: [{ text: ` ${other}`, probability: 0.3 }] }),
    });
  const two = 'when B open if dark do A on; when B open if not dark do A off';
  const one = 'when B open if dark do A on';
  expect(await said(`${REQUEST} after dark, in daylight leave it be`, two, one)).toMatchObject({ kind: 'automation', notation: one });
  expect(await said(`${REQUEST} after dark, in daylight off`, two, one)).toMatchObject({ kind: 'automation', notation: two });
  const otherwise = 'when B open if dark do A on else A off';
  expect(await said(`${REQUEST} after dark, otherwise nothing`, otherwise, one)).toMatchObject({ kind: 'automation', notation: one });
});

test('a lasting rule that nobody laid down is none', async () => {
  const result = await compile('if the front door opens hall light on, otherwise nothing', situation, {
    ...noModel,
    write: async () => ({ text: ' never B on if A open', confidence: 0.9, tokens: [] }),
  });
  expect(result).toMatchObject({ kind: 'unsupported', reason: 'unclear' });
});
