"""Our scan reads a row in two ways, by pattern and by parser: both must see the same in every sheet."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.base import Sheet
from importers.reading.xlsx import scan as scan_xlsx
from importers.reading.xlsx.scan import Tables, scan_sheet
from importers.reading.xlsx.styles import Style
from tests.importers.making import sheet_xml

TABLES = Tables(["zero", None, "two & more"],
                [Style(), Style("date", "yyyy-mm-dd"), Style("duration", "[h]:mm", True, "FF0000", 2)], False)
TEXTS = ["", "x", "a &amp; b", "&#228;", "  blank  ", "1", "_x000D_", "&lt;v&gt;", "ä€", "5 > 3", "two\r\nlines"]
NUMBERS = ["0", "1", "-2.5", "1E3", "45658", "45658.5", "0.1", "12345678.9", "1e-7", "60", "-1", ""]


def cell(place: str, chance: random.Random) -> str:
    """One cell of some kind; some shapes only the parser understands."""
    style = chance.choice(["", "", ' s="0"', ' s="1"', ' s="2"', ' s="9"'])
    formula = chance.choice(["", "", "", "<f>A1+1</f>", '<f t="shared" si="0"/>', "<f>IF(A1&lt;2,1,2)</f>"])
    text, number = chance.choice(TEXTS), chance.choice(NUMBERS)
    return chance.choice([
        f'<c r="{place}"{style}>{formula}<v>{number}</v></c>',
        f'<c r="{place}"{style} t="n">{formula}<v>{number}</v></c>',
        f'<c r="{place}"{style} t="s"><v>{chance.choice([0, 1, 2, 3])}</v></c>',
        f'<c r="{place}"{style} t="str">{formula}<v>{text}</v></c>',
        f'<c r="{place}"{style} t="str">{formula}<v/></c>',
        f'<c r="{place}"{style} t="inlineStr"><is><t>{text}</t></is></c>',
        f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve"> {text}</t></is></c>',
        f'<c r="{place}"{style} t="inlineStr"><is><r><t>{text}</t></r><r><t>b</t></r></is></c>',
        f'<c r="{place}"{style} t="b">{formula}<v>{chance.choice(["0", "1"])}</v></c>',
        f'<c r="{place}"{style} t="e">{formula}<v>#REF!</v></c>',
        f'<c r="{place}"{style} t="d"><v>2025-03-31</v></c>',
        f'<c r="{place}"{style}/>', f'<c r="{place}"{style}></c>', f'<c r="{place}"{style}>{formula}</c>',
        f'<c r="{place}"{style}>{formula}<v></v></c>', f'<c r="{place}"{style} cm="1"><v>7</v></c>',
        f'<c {style} r="{place}"><v>8</v></c>', f'<c r="{place}"{style}><!-- </row> --><v>9</v></c>',
        f'<c r="{place}"{style} t="str"><v><![CDATA[<v>1</v>]]></v></c>', f'<c\n r="{place}"><v>3</v></c >',
    ])


def rows(seed: int, plain: bool) -> str:
    """Some rows; plain ones repeat one shape, as trackers do."""
    chance = random.Random(seed)
    text, number = "", 0
    shape = chance.randrange(1 << 30)
    for _ in range(chance.randrange(1, 12)):
        number += chance.choice([1, 1, 1, 2, 5])
        columns = random.Random(shape).sample(range(30), 8) if plain else chance.sample(range(30), 6)
        letters = sorted("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n] if n < 26 else "A" + "ABCD"[n - 26] for n in columns)
        letters.sort(key=lambda letter: (len(letter), letter))
        source = random.Random(shape) if plain and chance.random() < 0.8 else chance
        cells = "".join(cell(f"{letter}{number}", source) for letter in letters)
        more = chance.choice(["", "", ' hidden="1"', ' outlineLevel="1"', ' ht="0"', ' spans="1:9"'])
        text += chance.choice([f'<row r="{number}"{more}>{cells}</row>', f'<row r="{number}"{more}>{cells}</row>\n  ',
                               f'<row r="{number}"{more}/>', f'<!-- gap --><row r="{number}"{more}>{cells}</row>'
                               if not plain else f'<row r="{number}"{more}>{cells}</row>'])
    return text


def both(xml: str) -> tuple[Sheet, Sheet]:
    """The sheet as read the quick way and, with a comment before it, by the parser alone."""
    quick, _ = scan_sheet(xml.encode(), "S", TABLES, "test")
    slow, _ = scan_sheet(xml.replace("?>", "?><!-- no short cut -->", 1).encode(), "S", TABLES, "test")
    return quick, slow


@given(st.integers(0, 1 << 30), st.booleans())
def test_pattern_and_parser_see_the_same_sheet(seed: int, plain: bool) -> None:
    quick, slow = both(sheet_xml(rows(seed, plain), after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'))
    assert quick == slow


def alike(seed: int) -> str:
    """Rows whose cells have the same tags and other contents, now and then one that is different."""
    chance = random.Random(seed)
    tags = [chance.choice([
        ('<c r="{}" s="1"><v>', "</v></c>", NUMBERS),
        ('<c r="{}"><v>', "</v></c>", [*NUMBERS, "1\r", "x", "nan", "9>3"]),
        ('<c r="{}" t="s"><v>', "</v></c>", ["0", "1", "2", "3", "-1", ""]),
        ('<c r="{}" t="b"><v>', "</v></c>", ["0", "1", "true", "1\r"]),
        ('<c r="{}" t="e"><v>', "</v></c>", ["#REF!", "#N/A", ""]),
        ('<c r="{}" t="d"><v>', "</v></c>", ["2025-03-31", "2025-03-31T12:00:00", "soon"]),
        ('<c r="{}" t="inlineStr"><is><t>', "</t></is></c>", TEXTS),
        ('<c r="{}" s="2" t="str"><f>A1+1</f><v>', "</v></c>", TEXTS), ('<c r="{}"><f>A1</f><v>', "</v></c>", NUMBERS),
        ('<c r="{}"><f t="shared" ref="A1/B2" si="0"/><v>', "</v></c>", NUMBERS), ('<c r="{}" s="2"/>', "", [""]),
        ('<c r="{}" t="str"><f>B1</f><v/>', "</c>", [""]), ('<c r="{}" s="1">', "</c>", [""]),
    ]) for _ in range(chance.randrange(1, 7))]
    text = ""
    for number in range(1, chance.randrange(3, 9)):
        cells = [tag.format(f"{'ABCDEFG'[n]}{number}") + chance.choice(contents) + end
                 for n, (tag, end, contents) in enumerate(tags)]
        if chance.random() < 0.1:
            cells[chance.randrange(len(cells))] = cell(f"{'ABCDEFG'[len(cells) - 1]}{number}", chance)
        text += f'<row r="{number}">{"".join(cells)}{chance.choice(["", "", "", " ", "<!-- -->"])}</row>'
    return text


@given(st.integers(0, 1 << 30))
def test_rows_that_are_alike_are_read_as_the_parser_reads_them(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan_xlsx, "_WORTH", 1)
        quick, slow = both(sheet_xml(alike(seed)))
    assert quick == slow


def test_rows_that_are_alike_are_matched_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_apart: list[bytes] = []
    real = scan_xlsx._cells
    monkeypatch.setattr(scan_xlsx, "_cells", lambda body: (taken_apart.append(body), real(body))[1])
    row = '<c r="A{0}" s="1"><v>4567{0}</v></c><c r="B{0}"><f>A{0}</f><v>{0}.5</v></c>'
    body = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 101))
    found, _ = scan_sheet(sheet_xml(body).encode(), "S", TABLES, "test")
    assert len(taken_apart) < 20
    assert (len(found.rows), found.formula_count, found.at(99, 1)) == (100, 100, 100.5)


def test_plain_rows_are_never_given_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    fed: list[bytes] = []
    real = scan_xlsx.RowParser.feed
    monkeypatch.setattr(scan_xlsx.RowParser, "feed", lambda self, data: (fed.append(data), real(self, data))[1])
    body = "".join(f'<row r="{n}" spans="1:4"><c r="A{n}" s="1"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c>'
                   f'<c r="C{n}" t="inlineStr"><is><t>x</t></is></c><c r="D{n}"><f>A{n}+1</f><v>{n}</v></c></row>'
                   for n in range(1, 500))
    sheet, _ = scan_sheet(sheet_xml(body).encode(), "S", TABLES, "test")
    assert len(sheet.rows) == 499
    assert sheet.formula_count == 499
    assert sum(map(len, fed)) < 500


def test_rows_and_cells_without_addresses_count_on_from_the_one_before() -> None:
    body = ('<row r="3"><c r="B3"><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c><c r="E4"><v>4</v></c>'
            "<c><v>5</v></c></row>")
    sheet, _ = scan_sheet(sheet_xml(body).encode(), "S", TABLES, "test")
    assert sheet.rows == [[], [], [None, 1.0], [2.0, 3.0, None, None, 4.0, 5.0]]


def test_rows_out_of_order_and_repeated_find_their_place() -> None:
    body = ('<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="3"><c r="C3"><v>9</v></c></row><row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>')
    quick, slow = both(sheet_xml(body))
    assert quick == slow
    assert quick.rows == [[1.0], [1.0, 2.0], [3.0, None, 9.0]]


def test_prefixed_and_utf_16_sheets_are_read_by_the_parser() -> None:
    xml = sheet_xml('<row r="1"><c r="A1" t="str"><v>ä</v></c></row>')
    prefixed = xml.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:") \
        .replace("<x:?", "<?")
    for data in (prefixed.encode(), xml.replace("UTF-8", "UTF-16").encode("utf-16")):
        sheet, _ = scan_sheet(data, "S", TABLES, "test")
        assert sheet.rows == [["ä"]]


def test_a_comment_cannot_hide_or_invent_rows() -> None:
    body = ('<row r="1"><c r="A1"><v>1</v></c><!-- </row><row r="2"><c r="A2"><v>666</v></c></row> --></row>'
            '<row r="3"><c r="A3"><v>3</v></c></row>')
    sheet, _ = scan_sheet(sheet_xml(body).encode(), "S", TABLES, "test")
    assert sheet.rows == [[1.0], [], [3.0]]
    tricky = '<row r="1"><c r="A1" t="str"><v>5 > 3</v></c><c r="B1"><!-- </row> --><v>9</v></c></row>'
    quick, slow = both(sheet_xml(tricky))
    assert quick.rows == slow.rows == [["5 > 3", 9.0]]
