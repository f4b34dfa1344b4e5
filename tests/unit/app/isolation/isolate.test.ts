import { describe, expect, it } from 'vitest';
import { withIsolationHeaders } from '../../../../src/app/isolation/headers';
import { shouldIsolate } from '../../../../src/app/isolation/isolate';

describe('the headers of isolation', () => {
  it('are put on an answer that stays what it was', async () => {
    const answer = new Response('room', {
      status: 206,
      statusText: 'Partial Content',
      headers: { 'Content-Type': 'text/plain', 'Cross-Origin-Opener-Policy': 'unsafe-none' },
    });
    const isolated = withIsolationHeaders(answer);
    expect([isolated.status, isolated.statusText]).toEqual([206, 'Partial Content']);
    expect(Object.fromEntries(isolated.headers)).toEqual({
      'content-type': 'text/plain',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(await isolated.text()).toBe('room');
  });

  it('are put on answers without a body', () => {
    const isolated = withIsolationHeaders(new Response(null, { status: 304 }));
    expect(isolated.status).toBe(304);
    expect(isolated.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  });

  it('leave alone what cannot be read', () => {
    const error = Response.error();
    expect(withIsolationHeaders(error)).toBe(error);
  });
});

describe('the reload for isolation', () => {
  const plain = { isolated: false, secure: true, workers: true, tried: false };
  it('is tried on a host that sets no headers', () => expect(shouldIsolate(plain)).toBe(true));
  it.each([
    ['where the host isolates already', { isolated: true }],
    ['over plain http', { secure: false }],
    ['without service workers', { workers: false }],
    ['a second time, when the first did not help', { tried: true }],
  ])('is not tried %s', (_, change) => expect(shouldIsolate({ ...plain, ...change })).toBe(false));
});
