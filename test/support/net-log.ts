// What a whole browser really sent, from its own net log: connections, packets and names looked up. A page's request events
// would not show a WebRTC packet or a connection opened in advance, which no policy stops either.
import { readFile } from 'node:fs/promises';

// Chromium asks Google of its own accord, whatever the page (an update, who is signed in): those names are not found. Every
// other name leads to a port of this machine where nobody listens. So nothing leaves, and what was tried can be told.
const rules = [
  'MAP *.google.com ~NOTFOUND',
  'MAP *.googleapis.com ~NOTFOUND',
  'MAP * 127.0.0.1:9',
  'EXCLUDE 127.0.0.1',
];
const ownBusiness = /^https?:\/\/~notfound/;

/** Flags for a launch that is to be logged. */
export function netLogFlags(file: string): readonly string[] {
  return [`--log-net-log=${file}`, '--net-log-capture-mode=Everything', `--host-resolver-rules=${rules.join(' , ')}`];
}

/**
 * Everywhere the browser went or tried to go, but for its own business, each once: "connect 127.0.0.1:80",
 * "packet 10.0.0.1:3478", "look up http://127.0.0.1:80". A name shows as the port 9 it leads to. To be read once the browser
 * is closed.
 */
export async function readContacts(file: string): Promise<readonly string[]> {
  const log: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isRecord(log) || !isRecord(log['constants']) || !Array.isArray(log['events'])) throw new Error('Not a net log.');
  const types = log['constants']['logEventTypes'];
  if (!isRecord(types)) throw new Error('A net log without event types.');
  const kinds = [
    { type: types['TCP_CONNECT_ATTEMPT'], verb: 'connect', field: 'address' },
    { type: types['UDP_BYTES_SENT'], verb: 'packet', field: 'address' },
    { type: types['HOST_RESOLVER_MANAGER_REQUEST'], verb: 'look up', field: 'host' },
  ];
  if (kinds.some(({ type }) => typeof type !== 'number'))
    throw new Error('This Chromium names its net events differently.');
  const contacts = log['events'].filter(isRecord).flatMap(({ type, params }) => {
    const kind = kinds.find((one) => one.type === type);
    const to = kind && isRecord(params) ? params[kind.field] : undefined;
    return kind && typeof to === 'string' && !ownBusiness.test(to) ? [`${kind.verb} ${to}`] : [];
  });
  return [...new Set(contacts)].sort();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
