import { builtinModules } from 'node:module';

const SYNTAX = [
  {
    selector: 'TSEnumDeclaration',
    message:
      'No enum: write `export const STATES = [...] as const; export type State = (typeof STATES)[number];`.',
  },
  {
    selector: 'ExportAllDeclaration',
    message: 'No `export *`: name what others may use, `export { a, type B } from "./file.js";`.',
  },
];

const ENVIRONMENT_MESSAGE =
  'The environment is read once, in config.ts: take the value as an argument.';
const ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: ENVIRONMENT_MESSAGE,
  },
  {
    selector:
      "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
    message: ENVIRONMENT_MESSAGE,
  },
];

export const restrictedSyntax = {
  everywhere: ['error', ...SYNTAX, ...ENVIRONMENT],
  inConfig: ['error', ...SYNTAX],
};

const DEEP = {
  group: ['@aura/*/src', '@aura/*/src/**', '**/libs/*/src/**'],
  message: 'A lib is entered by its index: import from "@aura/<lib>".',
};
const OWN_INDEX = {
  regex: '^(\\.\\./)+index\\.js$',
  message: 'Inside a lib import the file that holds the name, not the index.',
};
const NODE = {
  regex: `^(node:.*|${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`,
  message: 'Vocabulary and rules are pure: take what Node would give as an argument.',
};
const only = (name, why) => ({ group: [name, `${name}/*`], message: why });

const restricted = (...patterns) => ['error', { patterns: [DEEP, ...patterns] }];

/** no-restricted-imports cannot add up, so each place states its whole list. */
export const restrictedImports = {
  everywhere: restricted(),
  inLibs: restricted(OWN_INDEX),
  inPureLibs: restricted(OWN_INDEX, NODE),
  inAlerts: restricted(
    OWN_INDEX,
    NODE,
    only('@aura/dashboards', 'Dashboards are drawn from alerts, never the other way round.'),
  ),
  inServiceParts: restricted(
    OWN_INDEX,
    only('@aura/service', 'The chassis stands on health and instrumentation, never under them.'),
  ),
};
