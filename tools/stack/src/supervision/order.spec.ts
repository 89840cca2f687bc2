import { startOrder } from './order.js';

const part = (name: string, ...needs: string[]): { name: string; needs: string[] } => ({
  name,
  needs,
});

describe('startOrder', () => {
  it('puts every part after what it needs, whatever order the table has', () => {
    const order = startOrder([part('c', 'b'), part('a'), part('b', 'a'), part('d', 'a', 'absent')]);

    expect(order.map(({ name }) => name)).toEqual(['a', 'b', 'd', 'c']);
  });

  it('refuses parts that need each other', () => {
    expect(() => startOrder([part('a', 'b'), part('b', 'a'), part('c')])).toThrow(
      'parts need each other in a circle: a, b',
    );
  });
});
