/** The page's only script: the filters over the tables of verdicts. Without it everything is shown. */
export const SCRIPT = `
document.documentElement.classList.add('js');
for (const form of document.querySelectorAll('.filter')) {
  const table = document.getElementById(form.dataset.table);
  const text = form.querySelector('input');
  const verdict = form.querySelector('select');
  const shown = form.querySelector('output');
  const bodies = [...table.tBodies].map((body) => ({
    body,
    rows: [...body.rows].filter((row) => row.dataset.v !== undefined).map((row) => ({ row, words: row.textContent.toLowerCase() })),
    name: body.rows[0].textContent.toLowerCase(),
  }));
  const apply = () => {
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    let all = 0;
    for (const { body, rows, name } of bodies) {
      let any = false;
      for (const { row, words } of rows) {
        const fits = (wanted === '' || words.includes(wanted) || name.includes(wanted)) &&
          (verdict.value === '' || row.dataset.v.split(' ').includes(verdict.value));
        row.hidden = !fits;
        any ||= fits;
        count += fits ? 1 : 0;
        all += 1;
      }
      body.hidden = !any;
    }
    shown.textContent = count === all ? '' : count + ' of ' + all + ' targets shown (a print shows all)';
  };
  text.addEventListener('input', apply);
  verdict.addEventListener('change', apply);
}
`;
