import { describe, expect, it } from 'vitest';
import { changed, newDraft, redone, undone } from '../../editor/drafts';
import { routeOf } from '../../editor/route';
import { lightFlow } from './home';

const named = (name: string) => ({ ...lightFlow, name });

describe('the history of a draft', () => {
  it('goes back and forth through every edit', () => {
    let draft = newDraft({ request: 'x', flow: named('a') });
    draft = changed(changed(draft, named('b')), named('c'));
    draft = undone(undone(draft));
    expect(draft.flow.name).toBe('a');
    expect(undone(draft).flow.name).toBe('a');
    draft = redone(draft);
    expect(draft.flow.name).toBe('b');
    expect(redone(redone(draft)).flow.name).toBe('c');
  });

  it('gives up what was undone when something else is done', () => {
    const draft = changed(undone(changed(newDraft({ request: 'x', flow: named('a') }), named('b'))), named('c'));
    expect(draft.history.future).toEqual([]);
    expect(undone(draft).flow.name).toBe('a');
  });

  it('has an id of its own', () => {
    expect(newDraft({ request: 'x', flow: lightFlow }).id).not.toBe(newDraft({ request: 'x', flow: lightFlow }).id);
  });
});

describe('addresses', () => {
  it.each([
    ['', { screen: 'ask' }],
    ['#/nowhere', { screen: 'ask' }],
    ['#/draft/', { screen: 'ask' }],
    ['#/draft/ab12', { screen: 'draft', id: 'ab12', step: 'review' }],
    ['#/draft/ab12/approve', { screen: 'draft', id: 'ab12', step: 'approve' }],
    ['#/flow/f1', { screen: 'flow', id: 'f1' }],
    ['#/flow/<script>', { screen: 'flows' }],
    ['#/flow/%E0%A4%A', { screen: 'flows' }],
    ['#/home?room=Living%20room', { screen: 'home', room: 'Living room' }],
    ['#/activity?device=hall_light', { screen: 'activity', device: 'hall_light' }],
  ])('%s', (hash, route) => {
    expect(routeOf(hash)).toEqual(route);
  });
});
