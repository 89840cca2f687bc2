import { HttpException } from '@nestjs/common';
import { parsed, wishSchema } from './wish.js';

const WISH = { prompt: 'a lighthouse', theme: 'nature', durationSeconds: 3 };

/** The sentence and the status that a client gets. */
function refusalOf(body: unknown): unknown {
  try {
    parsed(wishSchema, body);
  } catch (error) {
    if (!(error instanceof HttpException)) throw error;
    return { status: error.getStatus(), ...(error.getResponse() as object) };
  }
  return undefined;
}

describe('the body of POST /generate', () => {
  it('needs a prompt, a theme and a duration; the rest has defaults', () => {
    expect(parsed(wishSchema, WISH)).toEqual({ ...WISH, level: 'standard', userId: 'guest' });
  });

  it('is refused with every wrong field and what it may hold', () => {
    const body = {
      prompt: ' ',
      theme: 'space',
      durationSeconds: 16,
      level: 'best',
      userId: 'Ann',
      size: 1,
    };
    expect(refusalOf(body)).toMatchObject({
      status: 400,
      fields: [
        expect.stringMatching(/^prompt: .*>=1 characters/),
        'theme: expected one of tech, nature, business, education, custom',
        expect.stringMatching(/^durationSeconds: .*<=15/),
        'level: expected one of fast, standard, maximum',
        'userId: expected up to 40 lower-case letters, digits and hyphens',
        expect.stringMatching(/^body: .*"size"/),
      ],
    });
  });

  it('is refused with a character that the database cannot keep', () => {
    expect(refusalOf({ ...WISH, prompt: 'a\0b' })).toMatchObject({
      status: 400,
      fields: ['prompt: expected text without the character U+0000'],
    });
  });

  it.each([undefined, null, 'text', 7, []])('is refused when it is %j', (body) => {
    expect(refusalOf(body)).toMatchObject({ status: 400 });
  });
});
