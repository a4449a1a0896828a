"""The Reports page: the pages on screen are those of the PDF, they follow the file, and what fails says why."""
from __future__ import annotations

import io

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QPushButton

from app import reports
from app.core import edits
from app.errors import Problem
from app.reports.blocks import DoesNotAddUp
from app.ui.report.preview import ReportPreview, write


def rest(qtbot, page: ReportPreview) -> None:
    """Until nothing runs and nothing waits to run."""
    qtbot.waitUntil(lambda: page.job is None and not page._timer.isActive() and not page._sharper.isActive(),
                    timeout=30000)


@pytest.fixture
def preview(qtbot, sample) -> ReportPreview:
    sample.show_page("reports")
    page = sample.pages["reports"]
    assert isinstance(page, ReportPreview)
    rest(qtbot, page)
    return page


def text_of(pdf: bytes) -> str:
    from pypdf import PdfReader
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\xa0", " ")


def test_the_pages_shown_are_those_of_the_pdf(preview):
    from pypdf import PdfReader
    shown = preview.view.canvas.pages
    pdf = PdfReader(io.BytesIO(preview.document.pdf()))
    assert len(shown) == len(pdf.pages) > 1
    wide, high = (float(x) / 72 * preview.view.made_at for x in pdf.pages[0].mediabox[2:])
    assert abs(shown[0].width() - wide) <= 2 and abs(shown[0].height() - high) <= 2
    assert preview.where.text() == f"Page 1 of {len(shown)}"


def test_an_edit_is_in_the_preview_a_moment_later(qtbot, preview, sample):
    p = sample.session.portfolio
    owned = next(m for m in p.of_kind("measure") if "On-prem" in m.name or "on-prem" in m.name)
    before = preview.document
    sample.attempt("Rename", lambda: edits.set_field(p, owned.uid, "name", "Quite another title"))
    rest(qtbot, preview)
    assert preview.document is not before
    assert "Quite another title" in text_of(preview.document.pdf())


def test_a_hidden_page_waits_until_it_is_looked_at(qtbot, preview, sample):
    sample.show_page("portfolio")
    p, before = sample.session.portfolio, preview.document
    sample.attempt("Rename", lambda: edits.set_field(p, p.of_kind("measure")[0].uid, "name", "Later"))
    qtbot.wait(400)
    assert preview.document is before and preview.job is None
    sample.show_page("reports")
    rest(qtbot, preview)
    assert preview.document is not before


def test_the_status_date_of_the_report_can_be_chosen(qtbot, preview):
    preview.status.setDate(QDate(2026, 2, 28))
    rest(qtbot, preview)
    assert "28 Feb 2026" in text_of(preview.document.pdf())


def test_a_report_as_known_on_an_earlier_day_leaves_out_what_came_later(qtbot, preview, sample):
    assert "Nothing is recorded yet" not in text_of(preview.document.pdf())
    preview.known.setChecked(True)
    preview.as_of.setDate(QDate(2020, 1, 1))
    rest(qtbot, preview)
    assert "Nothing is recorded yet" in text_of(preview.document.pdf())


def test_size_follows_the_window_or_the_person(qtbot, preview, sample):
    view = preview.view
    width = view.viewport().width()
    assert abs(view.canvas.page_size().width() - (width - 48)) <= 2 and preview.fits["width"].isChecked()
    preview.fits["page"].click()
    rest(qtbot, preview)
    assert view.canvas.page_size().height() <= view.viewport().height()
    preview.step(1)
    rest(qtbot, preview)
    assert not preview.fits["page"].isChecked() and preview.percent.text() in ("75 %", "100 %", "125 %")
    assert view.made_at == pytest.approx(view.sharpness(), abs=0.5), "the pictures are made anew, not only scaled"


def test_saving_writes_a_pdf_and_says_where(qtbot, preview, sample, tmp_path):
    from pypdf import PdfReader
    target = tmp_path / "Größe & mehr.pdf"
    preview.save_pdf(target)
    rest(qtbot, preview)
    assert len(PdfReader(target).pages) == len(preview.view.canvas.pages)
    assert "Saved Größe & mehr.pdf" in sample.message_bar.message
    assert {"Open PDF", "Open folder"} <= {b.text() for b in sample.message_bar.findChildren(QPushButton)}
    assert not list(tmp_path.glob("*.part"))


def test_saving_where_nothing_can_be_written_says_so_and_keeps_the_preview(qtbot, preview, tmp_path):
    with pytest.raises(Problem, match="could not be written"):
        write(preview.document, tmp_path / "no such folder" / "Report.pdf")
    preview.save_pdf(tmp_path / "no such folder" / "Report.pdf")
    rest(qtbot, preview)
    assert "could not be written" in preview.window_.message_bar.message
    assert preview.stack.currentIndex() == 0 and preview.save.isEnabled()


def test_without_typst_the_page_says_what_is_missing(qtbot, sample, monkeypatch):
    def missing(*args: object, **more: object) -> None:
        raise Problem("PDF reports need the library “typst”, which is not here for this machine.",
                      "Print on another machine; everything else works.")

    monkeypatch.setattr("app.ui.report.preview.render", missing)
    sample.show_page("reports")
    page = sample.pages["reports"]
    rest(qtbot, page)
    assert page.nothing.isVisible() and "typst" in page.nothing.text() and "another machine" in page.nothing.text()
    assert not page.save.isEnabled()


def test_the_file_name_offered_names_file_report_and_date(preview):
    assert preview.file_name() == f"{preview.session.path.stem} steering report {preview.order().status}.pdf"


@pytest.mark.parametrize("wrong", [RuntimeError("dictionary changed size during iteration"),
                                   DoesNotAddUp("plan: the rows give 100000, the total says 0"), ValueError("no such")])
def test_a_file_that_changes_while_it_is_added_up_is_added_up_again(sample, monkeypatch, wrong):
    from app.ui.jobs import Progress
    from app.ui.report import preview as report_preview
    calls: list[int] = []
    true = reports.render

    def render(portfolio, *args, **more):
        calls.append(portfolio.version)
        if len(calls) == 1:
            measure = portfolio.of_kind("measure")[0]
            sample.session.do("Edit", edits.set_field(portfolio, measure.uid, "name", "Changed meanwhile"))
            raise wrong
        return true(portfolio, *args, **more)

    monkeypatch.setattr("app.ui.report.preview.render", render)
    order = report_preview.Order("steering", sample.status, None)
    document, pages = report_preview.make(sample.session, order, 40, Progress(lambda *_: None))
    assert len(calls) == 2 and pages and "Changed meanwhile" in text_of(document.pdf())


def test_a_bug_in_a_report_is_not_mistaken_for_a_file_that_changes(sample, monkeypatch):
    from app.ui.jobs import Progress
    from app.ui.report import preview as report_preview

    def render(*args, **more):
        raise RuntimeError("a bug")

    monkeypatch.setattr("app.ui.report.preview.render", render)
    order = report_preview.Order("steering", sample.status, None)
    with pytest.raises(RuntimeError, match="a bug"):
        report_preview.make(sample.session, order, 40, Progress(lambda *_: None))


def test_the_wheel_with_control_changes_the_size(qtbot, preview):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    before = preview.view.ppi
    event = QWheelEvent(QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)
    preview.view.wheelEvent(event)
    rest(qtbot, preview)
    assert preview.view.ppi > before


def test_closing_the_file_while_a_report_is_made_ends_it_quietly(qtbot, sample, monkeypatch):
    import threading
    inside, true = threading.Event(), reports.render

    def render(*args, **more):
        inside.set()
        return true(*args, **more)

    monkeypatch.setattr("app.ui.report.preview.render", render)
    sample.show_page("reports")
    page = sample.pages["reports"]
    assert inside.wait(10) and page.job is not None
    page.stop()
    assert page.job is None and page.document is None
