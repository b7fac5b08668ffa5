import { print } from '../../runner/output.ts';
import { playClosedLoop } from './closed-loop-play.ts';

/** Plays that many sessions in closed loop and prints what that took as JSON. */
const [sessions, cache = ''] = process.argv.slice(2);
print(JSON.stringify(await playClosedLoop({ sessions: Number(sessions), cache: cache === '' ? false : cache })));
