/** The import rules of the house: who may enter which room. One row a room; the reasons stand in docs/architecture.md. */
const ROOMS = {
  domain: { ours: ['domain'], packages: [] },
  messages: { ours: ['messages', 'domain'], packages: ['@temporalio/common'] },
  workflows: {
    ours: ['workflows', 'messages', 'domain'],
    oursTypesOnly: ['activities', 'ports'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  ports: { ours: ['ports', 'domain'], packages: [] },
  activities: {
    ours: ['activities', 'messages', 'domain', 'ports'],
    packages: ['@temporalio/activity', '@temporalio/common', '@temporalio/client'],
  },
  clients: { ours: ['clients', 'domain', 'ports'], packages: ['axios', 'zod'], node: true },
  config: {
    ours: ['config', 'domain', 'ports'],
    packages: ['zod', 'yaml', 'csv-parse', '@temporalio/envconfig'],
    node: true,
  },
  sandbox: { ours: ['sandbox'], packages: [], node: true },
};

const alternatives = (names) => names.map((name) => name.replaceAll('/', '\\/')).join('|');

const forbidden = Object.entries(ROOMS).flatMap(([room, may]) => {
  const from = { path: `^src/${room}/` };
  const typesOnly = may.oursTypesOnly ?? [];
  const rules = [
    {
      name: `${room}-enters-only-its-rooms`,
      severity: 'error',
      from,
      to: { path: '^src/', pathNot: `^src/(${alternatives([...may.ours, ...typesOnly])})/` },
    },
    {
      name: `${room}-uses-only-its-packages`,
      severity: 'error',
      from,
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        ...(may.packages.length === 0 ? {} : { pathNot: `node_modules/(${alternatives(may.packages)})/` }),
      },
    },
  ];
  if (typesOnly.length > 0) {
    rules.push({
      name: `${room}-takes-types-only`,
      severity: 'error',
      from,
      to: { path: `^src/(${alternatives(typesOnly)})/`, dependencyTypesNot: ['type-only'] },
    });
  }
  if (may.node !== true) {
    rules.push({ name: `${room}-needs-no-node`, severity: 'error', from, to: { dependencyTypes: ['core'] } });
  }
  return rules;
});

module.exports = {
  forbidden: [
    ...forbidden,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'axios-only-in-clients',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/clients/' },
      to: { path: 'node_modules/axios/' },
    },
    {
      name: 'nobody-enters-the-roots',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(worker|starter)\\.ts$' },
      to: { path: '^src/(worker|starter)\\.ts$' },
    },
    {
      name: 'tests-only-in-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
