// The worker's end of the line. No logic: everything happens in Session.
import { expose } from 'comlink';
import { Session } from './session.ts';
import { keepErrorCodes } from './wire.ts';

keepErrorCodes();
expose(new Session());
