import { BadRequestException, NotFoundException } from '@nestjs/common';
import { problem, problemFrom } from './problem.js';

describe('what a client is told', () => {
  it('is the problem that a handler chose, with its details', () => {
    const chosen = { status: 429, error: 'too many pushes', advice: 'Wait 13 s.' };
    expect(problemFrom(problem(chosen, { limit: 17 }))).toEqual({ ...chosen, limit: 17 });
  });

  it('is also what the error says to a log', () => {
    expect(problem({ status: 503, error: 'no database', advice: 'Wait.' }).message).toBe(
      'no database',
    );
  });

  it.each([
    [new NotFoundException('Cannot GET /x'), 404, 'Cannot GET /x'],
    [new BadRequestException('no job in the path'), 400, 'no job in the path'],
    [Object.assign(new Error('Body is too large'), { statusCode: 413 }), 413, 'Body is too large'],
    [new Error('password of aura is hunter2'), 500, 'internal error'],
    [Object.assign(new Error('secret upstream'), { statusCode: 502 }), 502, 'internal error'],
    [Object.assign(new Error('odd'), { statusCode: 200 }), 500, 'internal error'],
    ['a thrown string', 500, 'internal error'],
  ])('of %p', (thrown, status, error) => {
    const told = problemFrom(thrown);
    expect(told).toMatchObject({ status, error });
    expect(told.advice).toMatch(/^[A-Z].+\.$/);
  });
});
