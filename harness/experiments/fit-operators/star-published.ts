/** What others report of STAR's 6,652 dialogues, to stand beside a fit. Source: docs/reference.md. */
export const STAR_PUBLISHED = {
  acceptance: 'median 87 %, quartiles 82–90 %, range 46–98 %, operators with more than 100 replies',
  session: 'mean 262 s, median 211 s over 5,820 complete sessions of 107 operators',
  acts: {
    draft: '10 s',
    pick: '2 s',
    review: '–',
    freeText: '9 s',
    form: '10 s',
    procedure: '5 s',
    click: '–',
    finish: '–',
    lookBack: '–',
    catchUp: '–',
  },
} as const;
