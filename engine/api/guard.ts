import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What keeps other web pages out although they can reach this machine's loopback: only our own names as Host (against DNS rebinding),
 * only our own origin where a browser names one, and a policy that lets the page load nothing but its own files.
 */
export function foreign(request: FastifyRequest, port: number): string | undefined {
  if (!request.url.startsWith('/')) return 'Sayso passes nothing on to other addresses.';
  const ours = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, ...(port === 80 ? ['127.0.0.1', 'localhost', '[::1]'] : [])];
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !ours.includes(host)) return 'This name is not one that Sayso answers to. Open the address that it printed.';
  const origin = request.headers.origin;
  if (origin !== undefined && origin !== `http://${host}`) return 'Requests from other pages are refused.';
  const { 'sec-fetch-site': site, 'sec-fetch-dest': dest } = request.headers;
  const other = site !== undefined && site !== 'same-origin' && site !== 'none';
  // A link on another page may open ours; its pictures and frames may not even try keys.
  if (other && (dest !== 'document' || request.url.startsWith('/api/'))) return 'Requests from other pages are refused.';
  return undefined;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Chart nodes are placed by style attributes; those can load nothing that the lines around them do not allow.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function harden(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  });
  if (request.url.startsWith('/api/') || request.url.startsWith('/?')) void reply.header('cache-control', 'no-store');
}
