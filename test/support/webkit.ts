// WebKitGTK's own small browser, driven over plain WebDriver: as near to Safari as a test on Linux gets. It has no headless
// mode, so it runs on a display; and WebDriver has no ear for its console.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Display } from './display.ts';
import { findProgram } from './find-chromium.mjs';

const driverName = 'WebKitWebDriver';
const patienceMs = 30_000;
const pollMs = 50;
/** The key under which WebDriver names an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** Is there what this needs? Where not, tests in WebKit cannot run. */
export function canRunWebKit(): boolean {
  return findProgram(driverName) !== undefined && findProgram('Xvfb') !== undefined;
}

export class WebKit {
  readonly #driver: ChildProcess;
  readonly #display: Display;
  readonly #origin: string;
  #session = '';

  private constructor(driver: ChildProcess, display: Display, origin: string) {
    this.#driver = driver;
    this.#display = display;
    this.#origin = origin;
  }

  /** Starts a browser with one window and a profile that leaves no trace. */
  static async launch(): Promise<WebKit> {
    const display = await Display.start();
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display.name, LANGUAGE: 'en', LC_ALL: 'C.UTF-8' };
    const driver = spawn(driverName, ['-p', String(port)], { env, stdio: 'ignore' });
    const webkit = new WebKit(driver, display, `http://127.0.0.1:${port}`);
    try {
      await webkit.#begin();
    } catch (error) {
      await webkit.close();
      throw error;
    }
    return webkit;
  }

  async goto(url: string): Promise<void> {
    await this.#command('POST', '/url', { url });
  }

  /** Types into an element, or gives a file input its files: their paths, one in a line. */
  async type(selector: string, text: string): Promise<void> {
    await this.#command('POST', `/element/${await this.#find('css selector', selector)}/value`, { text });
  }

  /** Presses the button of this name. */
  async press(name: string): Promise<void> {
    await this.#command(
      'POST',
      `/element/${await this.#find('xpath', `//button[normalize-space()='${name}']`)}/click`,
      {},
    );
  }

  /** What this expression is in the page, as text. */
  async read(expression: string): Promise<string> {
    return String(await this.#command('POST', '/execute/sync', { script: `return ${expression}`, args: [] }));
  }

  /** What the promise that this expression makes comes to, as text. */
  async readLater(expression: string): Promise<string> {
    const script = `const done = arguments[0]; (${expression}).then(done, (error) => done(String(error)))`;
    return String(await this.#command('POST', '/execute/async', { script, args: [] }));
  }

  async close(): Promise<void> {
    if (this.#session !== '') await this.#command('DELETE', '');
    if (this.#driver.exitCode === null) {
      const gone = once(this.#driver, 'exit');
      this.#driver.kill();
      await gone;
    }
    await this.#display.stop();
  }

  async #begin(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    // The driver listens a moment after it was started, and says so nowhere.
    while (!(await isListening(this.#origin))) {
      if (performance.now() > deadline) throw new Error(`${driverName} does not answer.`);
      await wait(pollMs);
    }
    const begun = await ask(`${this.#origin}/session`, 'POST', { capabilities: {} });
    if (!isRecord(begun) || typeof begun['sessionId'] !== 'string') throw new Error('The driver names no session.');
    this.#session = `/session/${begun['sessionId']}`;
  }

  async #find(using: 'css selector' | 'xpath', value: string): Promise<string> {
    const found = await this.#command('POST', '/element', { using, value });
    const id = isRecord(found) ? found[elementKey] : undefined;
    if (typeof id !== 'string') throw new Error(`The driver names no element for ${value}.`);
    return id;
  }

  #command(method: string, path: string, body?: object): Promise<unknown> {
    return ask(`${this.#origin}${this.#session}${path}`, method, body);
  }
}

/** Sends one command, and resolves with the value of its answer. Rejects with the driver's own word for what went wrong. */
async function ask(url: string, method: string, body?: object): Promise<unknown> {
  const signal = AbortSignal.timeout(patienceMs);
  // eslint-disable-next-line no-restricted-globals -- the driver is a server on this machine
  const response = await fetch(url, { method, signal, ...(body && { body: JSON.stringify(body) }) });
  const answer: unknown = await response.json();
  const value = isRecord(answer) ? answer['value'] : undefined;
  if (response.ok) return value;
  throw new Error(isRecord(value) ? `${String(value['error'])}: ${String(value['message'])}` : `${response.status}`);
}

async function isListening(origin: string): Promise<boolean> {
  return ask(`${origin}/status`, 'GET').then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  server.close();
  await once(server, 'close');
  return address.port;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
