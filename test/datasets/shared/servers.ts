/**
 * Servers for tests, on this machine: each request is answered as the test says, and remembered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server, and what it was asked. */
export interface TestServer {
  /** With a slash at its end. */
  readonly url: string;
  /** Path and Range header of each request. */
  readonly asked: { readonly path: string; readonly range: string | undefined }[];
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<TestServer> {
  const asked: TestServer['asked'] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', range: request.headers.range });
    answer(request, response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends the whole, or the part that a Range header asks for. */
export function send(request: IncomingMessage, response: ServerResponse, whole: Uint8Array): void {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const from = range === null ? 0 : Number(range[1]);
  if (from >= whole.length && range !== null) {
    response.writeHead(416, { 'content-range': `bytes */${whole.length}` }).end();
    return;
  }
  response.writeHead(range === null ? 200 : 206, {
    'content-length': whole.length - from,
    etag: '"7f3a"',
    ...(range === null ? {} : { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
  });
  response.end(whole.subarray(from));
}

/** Promises the whole, or the rest that was asked for, sends `length` bytes of it and cuts the connection. */
export function cut(
  request: IncomingMessage,
  response: ServerResponse,
  whole: Uint8Array,
  length: number,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from === 0 ? 200 : 206, {
    'content-length': whole.length - from,
    etag: '"7f3a"',
    ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
  });
  response.write(whole.subarray(from, from + length), () => response.destroy());
}
