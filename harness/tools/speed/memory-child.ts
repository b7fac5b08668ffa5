import { recipe } from '../../../policies/models/ngram.ts';
import { print } from '../../runner/output.ts';
import { playInMemory } from './memory-play.ts';

/** Plays that many sessions and prints what that took as JSON. */
print(JSON.stringify(await playInMemory({ sessions: Number(process.argv[2]), taught: 300, recipe })));
