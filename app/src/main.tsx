/** The report's page: unpacks its data and shows it. */
import { render } from 'preact';
import { App } from './app.js';
import { readData } from './model/data.js';
import { unfoldForPrint } from './model/printing.js';
import { Report } from './model/report.js';
import './style.css';
import './print.css';

unfoldForPrint(window);

const root = document.getElementById('app')!;

readData().then(
  (data) => {
    root.replaceChildren();
    render(<App report={new Report(data)} />, root);
    document.documentElement.dataset['ready'] = 'true';
  },
  (error: unknown) => {
    // What was there without a script stays.
    const note = document.createElement('p');
    note.className = 'failed';
    note.setAttribute('role', 'alert');
    note.textContent = `The rest of the page cannot be shown. ${error instanceof Error ? error.message : String(error)}`;
    root.prepend(note);
    document.documentElement.dataset['ready'] = 'true';
  },
);
