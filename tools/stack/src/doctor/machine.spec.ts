import { REPOSITORY } from '@aura/parts';
import { settingsOf } from '../docker/fixtures/settings.js';
import { layoutOf } from '../layout.js';
import { ofMachine } from './machine.js';

it('takes no port for taken that the stack in containers holds', async () => {
  const found = await ofMachine({
    layout: layoutOf(REPOSITORY, REPOSITORY),
    settings: settingsOf({}),
    parts: [],
    isInContainers: true,
  });

  expect(found.find(({ about }) => about === 'ports')).toEqual({
    verdict: 'unasked',
    about: 'ports',
    says: 'the stack runs in containers; npm run stack -- status --docker tells of it',
  });
});
