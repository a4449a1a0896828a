"""The PDF read back: pages, tags, archive marks, metadata, footer, and the sums as they really stand on paper."""
from __future__ import annotations

import re
import struct
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app import samples
from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.errors import Problem
from app.reports import KINDS, glyphs, press, render
from app.reports.blocks import Cell, Column, Footer, Page, Paper, Row, Section, Space, Table, plain
from app.reports.numbers import Money
from app.reports.pdf import Document
from tests.reports.helpers import HOW, PAGES, STATUS, Build, reader, text_of

Make = Callable[..., Document]
FIVE = ("What is in progress?", "Who owns it?", "What value is expected?", "What is blocking?",
        "What evidence proves it?")


def test_each_page_of_the_sample_report_is_one_landscape_a4_sheet(insurer_document: Document) -> None:
    pages = reader(insurer_document.pdf()).pages
    assert tuple(p.key for p in insurer_document.paper.pages) == PAGES and len(pages) == len(PAGES)
    for page in pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_page_one_answers_the_five_questions_below_the_exceptions(insurer_document: Document) -> None:
    text = text_of(insurer_document.pdf())[0]
    at = [text.index(q) for q in ("Exceptions: 8 of 18", *FIVE)]
    assert at == sorted(at)
    assert "No gate or evidence records yet." in text


def test_the_sums_read_back_from_the_paper_are_the_cubes(insurer: Portfolio, insurer_document: Document) -> None:
    f = figures(insurer, STATUS)
    money = Money("EUR", 2, "k")
    pages = text_of(insurer_document.pdf())
    total = " ".join((money.number(f.plan_of("", *f.year)), money.number(f.expected_of("", *f.year)),
                      money.number(f.actual_of("", *f.year)), money.number(f.variance("", *f.year), signed=True)))
    assert f"All 30 measures {total}" in pages[-1]
    for program in insurer.of_kind("program"):
        row = " ".join(money.number(sum_(program.uid, *f.year)) for sum_ in (f.plan_of, f.expected_of))
        assert f"{program.name} {row}" in pages[-1]
    life = f"All {money.number(f.plan_of(''))} {money.number(f.expected_of(''))}"
    assert life in pages[PAGES.index("value")]


def test_every_measure_of_the_sample_is_on_the_list(insurer: Portfolio, insurer_document: Document) -> None:
    text = text_of(insurer_document.pdf())[-1]
    for measure in insurer.of_kind("measure"):
        assert measure.code in text and measure.name in text


def test_every_page_ends_with_date_file_journal_head_and_page_number(insurer_document: Document) -> None:
    for i, text in enumerate(text_of(insurer_document.pdf()), 1):
        assert "As of 17 Apr 2026 · actual to Mar 2026 · printed 20 Apr 2026" in text
        assert "File nordhaven.trimtab" in text
        assert "Journal 4,812 · head b62876305546aa11" in text and "b62876305546aa110" not in text
        assert f"Page {i} of {len(PAGES)}" in text


def test_a_report_of_an_earlier_file_names_both_dates(insurer: Portfolio, document_of: Make) -> None:
    text = text_of(document_of(insurer, as_of="2026-03-31").pdf())[0]
    assert "As of 31 Mar 2026 · status date 17 Apr 2026" in text


def test_the_metadata_lets_anybody_verify_the_state_of_the_file(insurer_document: Document) -> None:
    found = reader(insurer_document.pdf()).metadata
    assert found is not None
    assert found.title == "Steering report · Nordhaven Insurance Group · 17 Apr 2026"
    words = str(found["/Keywords"])
    assert f"head={HOW['head']}" in words
    assert "vector=ab12:17 beef:4" in words
    assert "status=2026-04-17" in words and "tx=4812" in words
    assert found.creation_date is not None and found.creation_date.date().isoformat() == "2026-04-20"


def test_the_pdf_is_tagged_and_marked_for_archive_and_access(insurer_document: Document) -> None:
    read = reader(insurer_document.pdf())
    root = read.root_object
    assert root["/MarkInfo"]["/Marked"] == True   # type: ignore[index]  # noqa: E712  (a PDF boolean)
    assert "/StructTreeRoot" in root and root["/Lang"] == "en"
    xmp = root["/Metadata"].get_object().get_data().decode()   # type: ignore[union-attr]
    assert re.search(r"pdfaid:part>2<", xmp) and re.search(r"pdfaid:conformance>A<", xmp)
    assert re.search(r"pdfuaid:part>1<", xmp)


def tags(read: object) -> list[str]:
    """Every structure tag in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            walk(node.get("/K", []))

    walk(read.root_object["/StructTreeRoot"]["/K"])   # type: ignore[attr-defined]
    return found


def test_titles_are_headings_tables_have_header_rows_and_charts_are_figures(insurer_document: Document) -> None:
    found = tags(reader(insurer_document.pdf()))
    assert found.count("/H1") == len(PAGES)                     # one a message
    assert found.count("/H2") >= 8
    assert found.count("/TH") > 20 and found.count("/Table") >= 8
    assert found.count("/Figure") > 20


def test_every_chart_says_in_words_what_it_shows(insurer_document: Document) -> None:
    for page in insurer_document.paper.pages:
        assert '"alt": ""' not in str(plain(page))
    raw = insurer_document.pdf()
    alts = [str(v) for v in find(reader(raw).root_object["/StructTreeRoot"], "/Alt")]
    assert any(a.startswith("Plan 2026 9,706; Expected 2026 6,052; Gap \u22123,654") for a in alts)


def find(node: object, key: str) -> list[object]:
    out: list[object] = []
    seen: set[int] = set()

    def walk(x: object) -> None:
        x = x.get_object() if hasattr(x, "get_object") else x
        if id(x) in seen:
            return
        seen.add(id(x))
        if isinstance(x, list):
            for child in x:
                walk(child)
        elif isinstance(x, dict):
            if key in x:
                out.append(x[key])
            walk(x.get("/K", []))

    walk(node)
    return out


def test_the_same_file_gives_the_same_bytes_and_another_day_does_not(insurer: Portfolio, document_of: Make) -> None:
    one, two = document_of(insurer).pdf(), document_of(insurer).pdf()
    assert one == two
    assert document_of(insurer, printed_on="2026-04-21").pdf() != one


def test_the_preview_shows_the_very_same_pages(insurer_document: Document) -> None:
    pages = insurer_document.pages(72)
    assert len(pages) == len(PAGES)
    for picture in pages:
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", picture[16:24]) == (842, 596) or struct.unpack(">II", picture[16:24])[0] == 842


def test_an_empty_file_prints_one_page(build: Build, document_of: Make) -> None:
    made = document_of(build.p, tx_count=0)
    pages = text_of(made.pdf())
    assert len(pages) == 1 and len(made.pages(50)) == 1
    assert all(q in pages[0] for q in FIVE)
    assert "Nothing is recorded yet" in pages[0]


def test_an_unknown_kind_is_answered_with_the_kinds_there_are(insurer: Portfolio) -> None:
    with pytest.raises(Problem, match="Reports are: steering, owner"):
        render(insurer, "budget", status=STATUS, **HOW)
    assert list(KINDS) == ["steering", "owner", "import"]


LONG = ("Rechtsschutzversicherungsgesellschaftenzusammenführung einschließlich Bestandsübertragungsgenehmigung",
        "Unternehmensübergreifende_Stammdatenqualitätsverbesserung/Produktkatalog-v2.final.xlsx",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "0123456789" * 12)


def renamed(p: Portfolio) -> Portfolio:
    """The sample with names nobody has room for, on everything that has one."""
    changes = []
    for i, r in enumerate(sorted(p.records.values(), key=lambda r: r.uid)):
        if r.kind in ("organization", "portfolio", "program", "package", "measure", "activity", "person", "unit",
                      "issue", "risk"):
            changes += edits.set_field(p, r.uid, "name", LONG[i % 4])
        if r.kind == "measure":
            changes += edits.set_field(p, r.uid, "status", LONG[(i + 1) % 4])
            changes += edits.set_field(p, r.uid, "stage", LONG[(i + 2) % 4])
            changes += edits.set_field(p, r.uid, "code", f"MASSNAHME.IT-INFRASTRUKTUR.2026.{r.code}")
    p.apply(changes)
    return p


def test_no_text_leaves_its_page_and_page_one_stays_one_page(document_of: Make) -> None:
    p = Portfolio("00000000-0000-0000-0000-000000000002")
    p.apply(samples.changes(p, "insurer"))
    made = document_of(renamed(p), file_name=LONG[0] * 3 + ".trimtab")
    read = reader(made.pdf())
    for number, page in enumerate(read.pages, 1):
        spots: list[tuple[float, float, float]] = []

        def see(text: str, _cm: list[float], tm: list[float], _font: object, size: float,
                spots: list[tuple[float, float, float]] = spots, cm: object = None) -> None:
            if text.strip():
                spots.append((tm[4] * _cm[0] + _cm[4], tm[5] * _cm[3] + _cm[5], size))

        page.extract_text(visitor_text=see)
        assert spots
        assert all(0 < x < 842 and 0 < y < 595 for x, y, _ in spots), number
    texts = text_of(made.pdf())
    assert all(q in texts[0] for q in FIVE) and "Largest variances" in texts[PAGES.index("value")]
    assert ink_right_of(made, 287.0) == []


def ink_above_the_footer(made: Document) -> list[int]:
    """Pages that have ink between what they say and the footer's line, 198.4 mm from the top."""
    found = []
    for number, picture in enumerate(made.pages(100), 1):
        image = QImage.fromData(picture).convertToFormat(QImage.Format.Format_Grayscale8)
        grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        low, high = (round(mm / 210 * image.height()) for mm in (193.6, 195.4))
        if (grey[low:high, :image.width()] < 250).any():
            found.append(number)
    return found


def test_the_longest_names_leave_one_sheet_a_person_and_the_footer_free(document_of: Make) -> None:
    p = Portfolio("00000000-0000-0000-0000-000000000003")
    p.apply(samples.changes(p, "insurer"))
    renamed(p)
    pack = render(p, "owner", status=STATUS, **HOW)
    assert len(reader(pack.pdf()).pages) == len(pack.paper.pages)
    assert ink_above_the_footer(pack) == [] and ink_right_of(pack, 287.0) == []
    assert ink_above_the_footer(document_of(p)) == []


def ink_right_of(made: Document, mm: float) -> list[int]:
    """Pages that have ink right of the margin (the page is 297 mm wide): nothing may run over."""
    found = []
    for number, picture in enumerate(made.pages(50), 1):
        image = QImage.fromData(picture).convertToFormat(QImage.Format.Format_Grayscale8)
        grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        if (grey[:, round(mm / 297 * image.width()):image.width()] < 250).any():
            found.append(number)
    return found


def test_thousands_of_measures_stay_a_report_of_some_twenty_pages(build: Build, document_of: Make) -> None:
    package, owner = build.package(), build.person("Somebody")
    for i in range(1200):
        measure = build.add("measure", package, name=f"Measure {i}", code=f"M-{i:04d}", owner=owner,
                            start="2026-01-01", finish="2026-12-31")
        if i % 3 == 0:
            build.line(measure, plan=[100_000 * (i + 1)] * 12, forecast=[90_000 * (i + 1)] * 12)
    made = document_of(build.p)
    texts = text_of(made.pdf())
    assert len(texts) <= 25
    assert "1,200 measures: none late; the 400 with the most money are listed" in texts[-1]
    f = figures(build.p, STATUS)
    money = Money("EUR", 2, "k")
    assert f"All 1,200 measures {money.number(f.plan_of('', *f.year))} {money.number(f.expected_of('', *f.year))}" in \
        texts[-1]
    assert "Not listed: 800 measures with less money" in texts[-1]
    assert ink_right_of(made, 287.0) == []


def test_letters_the_font_lacks_are_shown_as_missing_not_refused(build: Build, document_of: Make) -> None:
    build.add("measure", build.package("日本 program 😀"), name="Tab\there \x07 bell", owner=build.person("山田"))
    text = text_of(document_of(build.p).pdf())
    assert any("□□ program □" in t for t in text)
    assert any("Tab here bell" in t for t in text)


def test_every_letter_that_is_let_through_can_really_be_printed(build: Build, document_of: Make) -> None:
    letters = "".join(chr(c) for c in sorted(glyphs.known()))
    package = build.package()
    for i in range(0, len(letters), 60):
        build.add("measure", package, name=" ".join(letters[i:i + 60]))
    assert document_of(build.p).pdf()[:5] == b"%PDF-"


def test_the_font_knows_what_the_report_draws() -> None:
    for sign in "\u2212■●◆○→✓€£¥…·–“”ÄÖÜäöüßéøłŻ":
        assert ord(sign) in glyphs.known(), sign


def test_only_very_long_words_get_places_to_break() -> None:
    assert glyphs.breakable("PF03.PG10.PJ004.PK003.M0001 Wave 1") == "PF03.PG10.PJ004.PK003.M0001 Wave 1"
    assert "\u200b_\u200b" in glyphs.breakable("Unternehmen_" * 3)


def test_names_that_look_like_code_are_printed_as_they_are(build: Build, document_of: Make) -> None:
    name = '#panic("x") *bold* _it_ $x$ <a> \\ "q" #let'
    build.add("measure", build.package(), name=name, code="#1")
    assert any(name in t for t in text_of(document_of(build.p).pdf()))


def test_without_typst_the_user_is_told_what_else_works(insurer: Portfolio, document_of: Make,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    press.typst.cache_clear()
    press.fonts.cache_clear()
    try:
        with pytest.raises(Problem, match="need the library “typst”"):
            document_of(insurer).pdf()
    finally:
        press.typst.cache_clear()
        press.fonts.cache_clear()


def test_the_door_of_the_reports_opens_without_loading_typst() -> None:
    import subprocess
    code = "import sys, app.reports; sys.exit('typst' in sys.modules or 'app.reports.pdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_owner_whose_name_is_a_whole_text_is_cut_on_paper_and_says_so(build: Build, document_of: Make) -> None:
    """A PDF takes no heading of 32,768 signs; the whole report failed for one cell of an import."""
    build.add("measure", build.package(), name="n" * 40_000, finish="2026-05-01",
              owner=build.add("person", name="o" * 40_000))
    made = document_of(build.p)
    assert made.pdf()[:5] == b"%PDF-"
    assert "(40,000 signs)" in " ".join(text_of(made.pdf()))


def test_a_heading_never_stands_alone_at_the_foot_of_a_sheet() -> None:
    """Wherever the table above it ends, it stands on the sheet on which its own table begins."""
    columns = (Column("Where", "1fr"), Column("What", "1fr"))
    seen = set()
    for count in range(28, 40):
        above = Table(columns, tuple(Row((Cell(f"A{n}"), Cell("x"))) for n in range(count)), long=True)
        below = Table((Column("Read as", "1fr"), Column("Rows", "1fr")), (Row((Cell("list"), Cell("3"))),), long=True)
        page = Page("one", "Title", "", (above, Space(2), Section("Sheets"), below))
        sheets = text_of(Document(Paper("x", (page,), Footer((("made", False),), ("file",)), (), "2026-01-01")).pdf())
        (at,) = [i for i, text in enumerate(sheets) if "Sheets" in text]
        assert "Read as" in sheets[at] and "list" in sheets[at], count
        seen.add(at)
    assert seen == {0, 1}
