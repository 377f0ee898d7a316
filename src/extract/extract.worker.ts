// The worker's end of the line. No logic: everything happens in Session.
import { expose } from 'comlink';
import { Session } from './session.ts';
import { startSumThreads } from './sum-threads.ts';
import { keepErrorCodes } from './wire.ts';

keepErrorCodes();
// A rejection that nobody handles would stay in here unseen. As an error it reaches the page.
addEventListener('unhandledrejection', (event) => {
  reportError(event.reason);
});
expose(new Session(undefined, startSumThreads));
