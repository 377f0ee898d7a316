// Serves a folder on this machine alone, as any web server would serve the built page: the right types, nothing else.
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

/** The built page. */
export const distFolder = fileURLToPath(new URL('../../dist/', import.meta.url));

export interface Served {
  /** "http://127.0.0.1:41234": no slash at the end. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** Serves the built page. @throws Error that says what to do where it is not built */
export async function serveBuiltPage(): Promise<Served> {
  await access(join(distFolder, 'index.html')).catch((error: unknown) => {
    throw new Error('The page is not built: run `npm run build` first.', { cause: error });
  });
  return serve(distFolder);
}

/** Starts serving on a free port of the loopback interface. */
export async function serve(folder: string = distFolder): Promise<Served> {
  const server = createServer((request, response) => {
    void answer(folder, request.url ?? '/').then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: originOf(server), stop: () => stop(server) };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}

async function answer(folder: string, url: string): Promise<Answer> {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  const notFound = { status: 404, type: 'text/plain', body: 'not found' };
  if (!file.startsWith(normalize(folder + sep))) return notFound;
  try {
    const type = types.get(extname(file)) ?? 'application/octet-stream';
    return { status: 200, type, body: await readFile(file) };
  } catch {
    return notFound;
  }
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
