import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codes, type Rig, rig, send } from './rig';

let r: Rig;
beforeAll(async () => {
  r = await rig();
});
afterAll(() => r.end());

test('the printed address signs in once, hides its key and sets a cookie that no script and no other page can use', async () => {
  const { pathname, search } = new URL(r.url);
  const answer = await send(r.port, 'GET', pathname + search);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  expect(String(answer.headers['set-cookie'])).not.toContain(new URL(r.url).searchParams.get('key'));
});

test('the secret lies in the data folder, for its owner alone', () => {
  expect(statSync(join(r.data, 'session.key')).mode & 0o777).toBe(0o600);
});

test('without the cookie the page is served and nothing else', async () => {
  expect((await send(r.port, 'GET', '/')).status).toBe(200);
  for (const path of ['/api/home', '/api/flows', '/api/activity', '/api/nothing', '/%61pi/home', '/API/home']) {
    expect([path, (await send(r.port, 'GET', path)).status]).toEqual([path, 401]);
  }
  // As one asks a proxy: the same route by another address.
  for (const path of [`http://127.0.0.1:${r.port}/api/home`, 'HTTP://x/api/home', `http://127.0.0.1:${r.port}/`]) {
    expect([path, (await send(r.port, 'GET', path)).status]).toEqual([path, 403]);
    expect([path, (await r.call('GET', path)).status]).toEqual([path, 403]);
  }
  expect(codes(await send(r.port, 'GET', '/api/%zz'))).toEqual(['wrong-shape']);
  expect((await send(r.port, 'POST', '/api/command', { commands: [] }, { cookie: `sayso-${r.port}=wrong` })).status).toBe(401);
  expect((await r.call('GET', '/api/home')).status).toBe(200);
});

test('another name for this machine is refused, as in DNS rebinding', async () => {
  for (const host of ['evil.example', `evil.example:${r.port}`, `127.0.0.1:${r.port + 1}`, `127.0.0.1.evil.example:${r.port}`]) {
    expect([host, (await r.call('GET', '/api/home', undefined, { host })).status]).toEqual([host, 403]);
    expect((await r.call('GET', '/', undefined, { host })).status).toBe(403);
  }
  expect((await r.call('GET', '/api/home', undefined, { host: `localhost:${r.port}` })).status).toBe(200);
});

test('requests from other pages are refused, also from other ports of this machine', async () => {
  for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${r.port}`]) {
    expect([origin, (await r.call('POST', '/api/command', { commands: [] }, { origin })).status]).toEqual([origin, 403]);
  }
  expect((await r.call('GET', '/api/home', undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await r.call('GET', '/api/home', undefined, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).status).toBe(403);
  for (const dest of ['image', 'iframe', 'empty', 'script']) {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': dest };
    expect([dest, (await send(r.port, 'GET', new URL(r.url).search.replace('?', '/?'), undefined, headers)).status]).toEqual([dest, 403]);
  }
  expect((await send(r.port, 'GET', '/', undefined, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).status).toBe(200);
  expect((await r.call('GET', '/api/home', undefined, { origin: `http://127.0.0.1:${r.port}` })).status).toBe(200);
});

test('the page may load its own files and nothing else, and be framed by nobody', async () => {
  const policy = String((await send(r.port, 'GET', '/')).headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('bodies are JSON, read strictly, and of bounded size', async () => {
  expect((await r.call('POST', '/api/command', 'x=1', { 'content-type': 'text/plain' })).status).toBe(415);
  expect(codes(await r.call('POST', '/api/command', '{"commands":'))).toEqual(['not-json']);
  expect(codes(await r.call('POST', '/api/command', '{"commands":[],"commands":[]}'))).toEqual(['duplicate-key']);
  expect(codes(await r.call('POST', '/api/command', '{"__proto__":{}}'))).toEqual(['unsafe-name']);
  expect(codes(await r.call('POST', '/api/approve', { flow: {}, hash: '0'.repeat(64), person: 'somebody else' }))).toEqual(['wrong-shape']);
  const large = await r.call('POST', '/api/ask', { request: 'x'.repeat(700_000) });
  expect([large.status, codes(large)]).toEqual([413, ['too-large']]);
});

test('files outside the editor are out of reach', async () => {
  for (const path of ['/../session.key', '/..%2fsession.key', '/%2e%2e/session.key', '/assets/../../session.key']) {
    expect([path, (await send(r.port, 'GET', path)).status >= 400]).toEqual([path, true]);
  }
});

test('a connection that asks to be upgraded elsewhere, or never lets go, neither stays nor keeps the server from closing', async () => {
  const other = await rig();
  const asking = (path: string, cookie = ''): string =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${other.port}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  const answers = ['/', '/api/live', '/api/home', '/api/%zz', 'http://x/api/live'].map((path) => stubborn(other.port, asking(path)));
  expect((await Promise.all(answers)).map((a) => a.slice(9, 12))).toEqual(['404', '401', '401', '400', '403']);
  expect((await stubborn(other.port, asking('/api/live', other.cookie))).slice(9, 12)).toBe('101');
  await other.end();
});

/** Sends this, resolves with the first of the answer, and then neither reads on nor hangs up. */
function stubborn(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true }, () => socket.write(text));
    socket.once('data', (chunk) => resolve(chunk.toString()));
    socket.on('error', reject);
  });
}

test('wrong keys are counted, and then even the right one waits', async () => {
  for (let n = 0; n < 10; n++) expect((await send(r.port, 'GET', `/?key=wrong${n}`)).status).toBe(403);
  const { pathname, search } = new URL(r.url);
  const answer = await send(r.port, 'GET', pathname + search);
  expect([answer.status, codes(answer)]).toEqual([429, ['rate-limited']]);
});
