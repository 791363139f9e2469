/**
 * Analyses queries with Microsoft's own language service, in a process of its own: it puts itself into the global object.
 * Standard input: {"tables": {name: {column: type}}, "queries": [text]}; standard output: for each query its faults, and the
 * values of its string literals.
 */
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

const { Kusto } = globalThis;
const { tables, queries } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const symbols = Object.entries(tables).map(([name, columns]) => {
  const list = Object.entries(columns).map(([column, type]) => `${column}: ${type}`);
  return Kusto.Language.Symbols.TableSymbol.From(`(${list.join(', ')})`).WithName(name);
});
const database = new Kusto.Language.Symbols.DatabaseSymbol.$ctor1('db', symbols);
const globals = Kusto.Language.GlobalState.Default.WithDatabase(database);
const answers = queries.map((text) => {
  const code = Kusto.Language.KustoCode.ParseAndAnalyze(text, globals);
  const diagnostics = code.GetDiagnostics();
  const strings = [];
  Kusto.Language.Syntax.SyntaxElement.WalkElements(code.Syntax, (element) => {
    if (element instanceof Kusto.Language.Syntax.LiteralExpression && typeof element.LiteralValue === 'string') {
      strings.push(element.LiteralValue);
    }
  });
  return { faults: Array.from({ length: diagnostics.Count }, (_, i) => diagnostics.getItem(i).Message), strings };
});
process.stdout.write(JSON.stringify(answers));
