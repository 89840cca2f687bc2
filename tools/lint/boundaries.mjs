/** Who may import whom, by the tags of project.json. The directions inside a tag are in restrictions.mjs. */
const PURE = [
  '@nestjs/*',
  'prom-client',
  'typeorm',
  'typeorm*',
  'bullmq',
  'bullmq*',
  '@willsoto/*',
];
const STORES = ['typeorm*', 'bullmq*', '@nestjs/typeorm', '@nestjs/bullmq'];

const rule = (role, mayDependOn, bannedExternalImports = []) => ({
  sourceTag: `role:${role}`,
  onlyDependOnLibsWithTags: mayDependOn.map((target) => `role:${target}`),
  bannedExternalImports,
});

export const BOUNDARIES = [
  rule('vocabulary', ['vocabulary'], PURE),
  rule('rules', ['rules', 'vocabulary'], PURE),
  rule('kit', ['kit', 'vocabulary'], STORES),
  rule('app', ['kit', 'vocabulary']),
  rule('tool', ['rules', 'vocabulary', 'parts']),
  rule('parts', []),
];
