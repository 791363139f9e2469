// One audit of a file through the library, with the rules or without: node test/bench/catalogue.mjs FILE [without]
const { streamAudit } = await import('../../dist/library/audit.js');
const { loadRules } = await import('../../dist/rules/index.js');
const [file, without] = process.argv.slice(2);
const loaded = loadRules();
const sink = { begin() {}, targets() {}, findings() {}, end() {} };
const rules = without === undefined ? loaded : { ...loaded, rules: [] };
await streamAudit({ sources: [file], accounts: ['mdiAction$'], rules }, sink);
