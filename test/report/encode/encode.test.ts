import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvCell } from '../../../src/report/encode/csv.js';
import { html } from '../../../src/report/encode/html.js';
import { jsonLines, jsonString, jsonText } from '../../../src/report/encode/json.js';
import { columns, terminal, wrap } from '../../../src/report/encode/terminal.js';
import { hasInvisible, visible } from '../../../src/report/encode/visible.js';
import { HOSTILE_NAMES } from '../sample.js';

/** Any sequence of code units, lone surrogates included, with the troublesome ones far more often than by chance. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.string({
    unit: fc.constantFrom(...'=+-@,;|"\' \t\r\n<>&`a1\\＝＠\u001b\u009b\u202e\u200b\u{e0041}\ud800'.split('')),
  }),
  fc.constantFrom(...HOSTILE_NAMES),
);

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('visible', () => {
  test('writes what cannot be seen as its code point', () => {
    expect(visible('a\u001b[2Jb\u202Ec\u{e0041}\ud800')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{e0041}\\u{d800}');
    expect(visible('Jörg 管理者 CN=a\\, b 😀')).toBe('Jörg 管理者 CN=a\\, b 😀');
  });

  test('whatever Unicode does not show by default, or gives no look of its own', () => {
    const unseen = [
      ...[
        0x00ad, 0x034f, 0x061c, 0x0600, 0x06dd, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x180f, 0x200b, 0x200d, 0x200f,
      ],
      ...[
        0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2065, 0x2069, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0,
      ],
      ...[0xfff0, 0xfff9, 0xfffb, 0xfffe, 0xffff, 0xe000, 0xf8ff, 0x13430, 0x1bca0, 0x1d159, 0x1d173, 0x1fffe],
      ...[0xe0000, 0xe0001, 0xe0041, 0xe007f, 0xe0080, 0xe0100, 0xe01ef, 0xe0fff, 0xf0000, 0x100000, 0x10ffff],
    ];
    for (const point of unseen) {
      const text = `a${String.fromCodePoint(point)}b`;
      expect([point.toString(16), visible(text)]).toEqual([point.toString(16), `a\\u{${point.toString(16)}}b`]);
      expect(JSON.parse(jsonText(text))).toBe(text);
      expect(jsonText(text)).toMatch(/^[ -~]*$/);
      expect(JSON.parse(jsonLines({ [text]: [text] }))).toEqual({ [text]: [text] });
      expect(jsonLines([text])).toMatch(/^[ -~\n]*$/);
    }
    const seen = 'Jörg Zoë Ναι Имя 管理者 نام हिन्दी ไทย 한글 e\u0301 \u00a0\u3000 😀 ½ \u{1f1e9}\u{1f1ea}';
    expect(visible(seen)).toBe(seen);
  });

  test('leaves nothing of it, and is done after one turn', () => {
    fc.assert(
      fc.property(text, (value) => {
        const shown = visible(value);
        expect(hasInvisible(shown)).toBe(false);
        expect(shown).not.toMatch(UNSEEN);
        expect(() => encodeURIComponent(shown)).not.toThrow();
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});

describe('html', () => {
  test('leaves no character that could be markup', () => {
    fc.assert(
      fc.property(text, (value) => {
        const encoded = html(value);
        expect(encoded.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toMatch(/[<>&"'`]/);
        expect(encoded).not.toMatch(UNSEEN);
      }),
    );
  });

  test('decoded it is the visible text', () => {
    const decode = (encoded: string): string =>
      encoded.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_all, name: string) => {
        return ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' } as Record<string, string>)[name]!;
      });
    fc.assert(fc.property(text, (value) => expect(decode(html(value))).toBe(visible(value))));
  });
});

describe('terminal', () => {
  test('leaves nothing that a terminal would act on', () => {
    fc.assert(fc.property(text, (value) => expect(terminal(value)).not.toMatch(UNSEEN)));
  });

  test('wrapped lines fit and hold the whole text', () => {
    fc.assert(
      fc.property(text.map(terminal), fc.integer({ min: 2, max: 30 }), (value, width) => {
        const lines = wrap(value, width);
        for (const line of lines) {
          // One character may be wider than the column: a family emoji in two columns, say. It stands alone then.
          if (columns(line) > width) expect([...new Intl.Segmenter().segment(line)]).toHaveLength(1);
        }
        expect(lines.join('').replaceAll(' ', '')).toBe(value.replaceAll(' ', ''));
      }),
    );
  });

  test('only plain blanks are left out at a break', () => {
    expect(wrap('ab\u3000\u2003cd ef', 4).join('|')).toContain('\u3000');
    expect(wrap('ab\u3000cdefgh', 4).join('')).toBe('ab\u3000cdefgh');
  });

  test('breaks after separators, and measures wide characters', () => {
    expect(wrap('CN=Anna,OU=Staff,DC=example', 12)).toEqual(['CN=Anna,', 'OU=Staff,', 'DC=example']);
    expect(wrap('管理者アカウント', 6)).toEqual(['管理者', 'アカウ', 'ント']);
    expect(columns('管理者')).toBe(6);
  });
});

describe('json', () => {
  test('gives the value back, on one line, without anything unseen', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const encoded of [jsonText(value), jsonString(value)]) {
          expect(JSON.parse(encoded)).toBe(value);
          expect(encoded).not.toMatch(UNSEEN);
        }
      }),
    );
  });
});

/** Fields as a spreadsheet with this separator cuts a line: quotation marks count only at the start of a field. */
function cut(line: string, separator: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    let field = '';
    if (line[at] === '"') {
      at += 1;
      while (at < line.length) {
        if (line[at] === '"' && line[at + 1] === '"') {
          field += '"';
          at += 2;
        } else if (line[at] === '"') {
          at += 1;
          break;
        } else {
          field += line[at];
          at += 1;
        }
      }
    }
    while (at < line.length && line[at] !== separator) {
      field += line[at];
      at += 1;
    }
    fields.push(field);
    at += 1;
  }
  return fields;
}

describe('csv', () => {
  test('no cell is a formula, whatever the separator of the spreadsheet', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const line = `${csvCell(a)},${csvCell(b)}`;
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        for (const separator of [',', ';', '|', '\t']) {
          for (const field of cut(line, separator)) expect(field).not.toMatch(/^[ "]*[=+\-@＝＋－＠]/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('nothing is lost: the documented way back gives the text', () => {
    fc.assert(
      fc.property(text, (value) => {
        const cells = cut(csvCell(value), ',');
        expect(cells).toHaveLength(1);
        expect(cells[0]!.replace(/(^|[,;|"])'(?=[' ]*[=+\-@＝＋－＠])/g, '$1')).toBe(visible(value));
      }),
    );
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['CN=Anna,OU=Staff', '"CN=Anna,OU=Staff"'],
    ['a;=b', `"a;'=b"`],
    ["'=b", "''=b"],
    ['say "hi"', '"say ""hi"""'],
    ['\t=1', '\\u{9}=1'],
    ['plain', 'plain'],
  ])('%p is written %p', (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });
});
