import { differences } from './differences.js';

it('tells apart what is missing, changed and left over', () => {
  const wanted = new Map([
    ['a.yml', '1'],
    ['b.yml', '2'],
    ['c.yml', '3'],
  ]);
  const onDisk = new Map([
    ['a.yml', '1'],
    ['b.yml', 'edited'],
    ['z.yml', 'old'],
  ]);
  expect(differences(wanted, onDisk)).toEqual([
    { path: 'b.yml', is: 'changed' },
    { path: 'c.yml', is: 'missing' },
    { path: 'z.yml', is: 'left over' },
  ]);
});

it('finds nothing where every file is the same', () => {
  expect(differences(new Map([['a.yml', '1']]), new Map([['a.yml', '1']]))).toEqual([]);
});
