import { describe, expect, it } from 'vitest';
import { LOOPS_COMPARED } from '../../present/closed-loop.ts';
import { exampleGrid, exampleResults } from '../../present/example-results.ts';
import type { Results } from '../../results/schema.ts';
import { renderReport } from './render-report.ts';

const figures = (page: string) => [...page.matchAll(/<figure class="plot" id="([^"]*)"/g)].map((match) => match[1]);
const HOSTILE = '</script></style><img src=x onerror=alert(1)>"\'><svg onload=alert(2)>\u202e{{x}}';

describe('renderReport', () => {
  it('holds findings, figures, gate, definitions, provenance and the command', async () => {
    const results = exampleResults();
    const page = await renderReport(results);
    for (const text of [
      ...results.findings.slice(1),
      ...results.metrics.map((metric) => metric.summary),
      results.run.command,
      results.dataset.hash,
      results.run.git!.commit,
    ])
      expect(page).toContain(text);
    expect(page).toContain('20.2\u202f%');
    expect(page).toContain('[15.7, 25.2]');
    expect(page).toContain('0.770');
    expect(page).toContain('dialogue incomplete: kept and marked');
    expect(figures(page)).toEqual(['automation', 'time-saving', 'wrong-sessions', 'risk-coverage', 'calibration']);
  });

  it('shows the closed loop beside the open one, and why they differ', async () => {
    const page = await renderReport(exampleResults({ closedLoop: true }));
    for (const text of [
      'Closed loop: what was decided is done',
      LOOPS_COMPARED,
      '400 sessions in each of 12 cells.',
      '−7.3\u202fpp',
      '[0.69, 1.14]',
      '1,240 errors compared with the same case without it',
      'in 7, left out; most often: the log breaks off',
      'Outcome by noise level, open loop',
    ])
      expect(page).toContain(text);
    expect(figures(page)[0]).toBe('closed-loop');
    const open = await renderReport(exampleResults());
    for (const text of ['Closed loop', 'open loop</h2>', 'Open loop:</h2>']) expect(open).not.toContain(text);
  });

  it('draws a grid as maps, one set for each slip', async () => {
    const page = await renderReport(exampleResults({ points: exampleGrid([0, 0.1, 0.2, 0.3]) }));
    expect(figures(page)).toEqual([
      'automation-map',
      'saving-map',
      'automation',
      'time-saving',
      'wrong-sessions',
      'risk-coverage',
      'calibration',
    ]);
    const slips = figures(await renderReport(exampleResults({ points: exampleGrid([0, 0.2], [0, 0.05]) })));
    expect(slips.filter((id) => id?.startsWith('automation-map'))).toEqual([
      'automation-map-slip-1',
      'automation-map-slip-2',
    ]);
    expect(new Set(slips).size).toBe(slips.length);
  });

  it('says why nothing was automated where the gate stayed closed', async () => {
    const page = await renderReport(exampleResults({ gateClosed: true, points: [[0.1, 0.2, 0.02]] }));
    expect(page).toContain('Gate closed everywhere');
    // The cause is told once: what follows refers to it.
    expect(page.match(/no threshold keeps precision at 0\.9/gi)).toHaveLength(1);
    expect(page).toContain('for the same reason as above');
    expect(page).toContain('nothing to divide by');
    expect(figures(page)).toEqual(['arm-times', 'risk-coverage', 'calibration']);
  });

  it('warns before any number where the run is incomplete or the desks differ', async () => {
    const page = await renderReport({
      ...exampleResults(),
      complete: false,
      parity: { sessions: 1, steps: 2, equal: false },
    });
    expect(page.indexOf('Incomplete.')).toBeGreaterThan(0);
    expect(page.indexOf('Incomplete.')).toBeLessThan(page.indexOf('class="cards"'));
    expect(page).toContain('The two desks differ.');
  });

  it('bears a run with nothing in it', async () => {
    const results: Results = {
      ...exampleResults(),
      cells: [],
      comparisons: [],
      findings: [],
      notes: [],
      classification: null,
      parity: null,
    };
    const page = await renderReport({ ...results, dataset: { ...results.dataset, importNotes: [] } });
    expect(figures(page)).toEqual([]);
    expect(page).toContain('The import left nothing out.');
  });

  it('needs no script and loads nothing', async () => {
    const page = await renderReport(exampleResults());
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:/,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|@import|\ssrc=|javascript:/i);
    const addresses = [...page.matchAll(/(?:href|url)\s*[=(]\s*["']?([^"')\s>]*)/g)].map((match) => match[1]!);
    for (const address of addresses) expect(address).toMatch(/^(data:application\/json;base64,|#)/);
  });

  it('keeps hostile text as text, in the page and in its plots', async () => {
    const [page, calm] = [
      await renderReport(exampleResults({ hostile: HOSTILE, closedLoop: true })),
      await renderReport(exampleResults({ closedLoop: true })),
    ];
    const tags = (text: string) =>
      [...new Set([...text.matchAll(/<\/?([a-z][\w-]*)/gi)].map((match) => match[1]))].sort();
    expect(tags(page)).toEqual(tags(calm));
    const names = page.replace(/="[^"]*"/g, '').match(/<[^>]*\son\w+/i);
    expect(names).toBeNull();
    expect(page.includes('\u202e')).toBe(false);
    expect(page.includes('&lt;/script&gt;')).toBe(true);
  });

  it('gives every picture one description, and identifiers that are unique in the page', async () => {
    const page = await renderReport(exampleResults({ points: exampleGrid([0, 0.2]), closedLoop: true }));
    const pictures = [...page.matchAll(/<svg [^>]*>/g)].map((match) => match[0]);
    expect(pictures).toHaveLength(figures(page).length);
    for (const picture of pictures) expect(picture).toMatch(/role="img" aria-label="[^"]{40,}"/);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives the same bytes again, and holds the results that it shows', async () => {
    const results = exampleResults({ hostile: HOSTILE });
    const page = await renderReport(results);
    await renderReport(exampleResults());
    expect(await renderReport(structuredClone(results))).toBe(page);
    const data = /href="data:application\/json;base64,([^"]*)"/.exec(page)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(data, 'base64').toString('utf8'))).toEqual(results);
  });
});
