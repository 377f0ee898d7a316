// Damaged ZIP archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('zip', { random: 8_000, least: 55_000 });
