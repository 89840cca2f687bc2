import { storyIn } from './story-files.js';

const story = (values: string): string =>
  `{ rule_files: [a.yml], tests: [{ name: n, input_series: [{ series: x, values: ${values} }] }] }`;

describe('a story file', () => {
  it('proves the alert that it is named after', () => {
    expect(
      storyIn('docker/prometheus/stories/QueueStuck.test.yml', story("'0x300'")),
    ).toMatchObject({
      alert: 'QueueStuck',
      content: { tests: [{ input_series: [{ series: 'x', values: '0x300' }] }] },
    });
  });

  it('has its values in quotes where YAML reads a number', () => {
    expect(() => storyIn('a/B.test.yml', story('0x300'))).toThrow(
      /a\/B\.test\.yml:\n.*write it in quotes/,
    );
  });
});
