/** Screens by hash: the address says where a person is, so that reload, back and links work. */
import { useSyncExternalStore } from 'react';
import { type FlowId, flowId } from '../flows/ids';

export type DraftStep = 'review' | 'rehearse' | 'approve';
export type Route =
  | { screen: 'ask' | 'flows' | 'import' | 'memory' }
  | { screen: 'draft'; id: string; step: DraftStep }
  | { screen: 'flow'; id: FlowId }
  | { screen: 'home'; room?: string }
  | { screen: 'activity'; device?: string; flow?: string };

/** @returns the screen that a hash names; whatever is not known is Ask */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', id = '', step = ''] = path.split('/').map(decoded);
  const query = new URLSearchParams(search);
  const param = (name: string): Record<string, string> => (query.get(name) ? { [name]: query.get(name) ?? '' } : {});
  switch (screen) {
    case 'draft':
      return id === '' ? { screen: 'ask' } : { screen, id, step: step === 'rehearse' || step === 'approve' ? step : 'review' };
    case 'flow':
      try {
        return { screen, id: flowId(id) };
      } catch {
        return { screen: 'flows' };
      }
    case 'home':
      return { screen, ...param('room') };
    case 'activity':
      return { screen, ...param('device'), ...param('flow') };
    case 'flows':
    case 'import':
    case 'memory':
      return { screen };
    default:
      return { screen: 'ask' };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export const draftLink = (id: string, step: DraftStep = 'review'): string => `#/draft/${id}${step === 'review' ? '' : `/${step}`}`;
export const flowLink = (id: FlowId): string => `#/flow/${encodeURIComponent(id)}`;
export const activityLink = (about: { device?: string; flow?: string }): string => `#/activity?${new URLSearchParams(about)}`;

/** Goes to a screen; a person comes back with the browser's own back. */
export function goTo(hash: string): void {
  location.hash = hash;
}

let known = { hash: '', route: routeOf('') };
function current(): Route {
  if (known.hash !== location.hash) known = { hash: location.hash, route: routeOf(location.hash) };
  return known.route;
}
const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};
export const useRoute = (): Route => useSyncExternalStore(subscribe, current);
