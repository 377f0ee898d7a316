// Damaged JPA archives, tens of thousands of them.
import { sweep } from './sweep.ts';

sweep('jpa', { random: 29_000, least: 78_000 });
