import { describe, expect, it } from 'vitest';
import { namesIn } from '../bench/models/discover.ts';
import { captureOutput } from '../capture-output.ts';
import { textWidth } from '../contract/text-width.ts';
import { listRole, ROLES } from './list-role.ts';

async function printed(role?: string): Promise<string> {
  const output = captureOutput();
  try {
    await listRole(role);
    return output.text();
  } finally {
    output.end();
  }
}

describe('bench list', () => {
  it('names the roles, and where an implementation of each is used', async () => {
    const text = await printed();
    for (const [name, { usedBy }] of Object.entries(ROLES))
      expect(text).toMatch(new RegExp(`^${name} .* ${usedBy}$`, 'm'));
  });

  it.each(Object.keys(ROLES))('prints what each of the %s says of itself, in 80 columns', async (role) => {
    const text = await printed(role);
    const names = namesIn(ROLES[role]?.folder ?? '');
    const listed = text
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .slice(1);
    expect(listed.length).toBeGreaterThan(0);
    for (const name of listed) expect(names).toContain(name);
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  it('prints strengths and sources of traits, and what gates promise', async () => {
    const traits = (await printed('traits')).replace(/\s+/g, ' ');
    expect(traits).toContain('skill Operators differ in their error rates and in their pace');
    expect(traits).toContain('Strength 1: Log-odds of every error spread over people with sigma 0.65');
    expect(traits).toContain('Source: Power law of practice');
    expect(await printed('gates')).toMatch(/^clustered\n {2}[^\n]+\n {2}[^\n]+\n {2}Promise: sessions$/m);
  });
});
