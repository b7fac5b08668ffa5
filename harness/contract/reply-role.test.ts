import { describe, expect, it } from 'vitest';
import { replyRole, statesNothing } from './reply-role.ts';

describe('what a message is for', () => {
  it.each([
    ['Hello, how can I help?', 'greeting', true],
    ['Thank you and goodbye.', 'farewell', true],
    ['Is there anything else that I can do for you?', 'anything else', true],
    ['Please provide the color of the second cable.', 'ask', true],
    ['May I have your name?', 'ask', true],
    ['The room is free. Shall I book it?', 'tell', false],
    ['Your booking is confirmed.', 'tell', false],
    ['Thank you for waiting.', 'tell', true],
  ])('%s', (text, role, nothing) => {
    expect(replyRole(text)).toBe(role);
    expect(statesNothing(text)).toBe(nothing);
  });
});
