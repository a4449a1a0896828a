"""Custom fields, baselines, % complete and blank lines of MS Project XML, by hand-written files."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core.batch import Batch
from app.session import create_file, open_session
from importers.base import Wishes
from importers.read import import_file
from tests.session_fixtures import profile

__all__ = ["profile"]
FIELDS = "".join(f"<ExtendedAttribute><FieldID>{uid}</FieldID><FieldName>{own}</FieldName>{alias}</ExtendedAttribute>"
                 for uid, own, alias in (
                     (1, "Text1", "<Alias>Werk</Alias>"), (2, "Cost1", "<Alias>Rabatt</Alias>"),
                     (3, "Date1", "<Alias>Abnahme</Alias>"), (4, "Flag1", "<Alias>Kritisch</Alias>"),
                     (5, "Number1", ""), (6, "Duration1", "<Alias>Puffer</Alias>"),
                     (7, "Text2", "<ValueList><Value><ID>11</ID><Value>Nord</Value></Value></ValueList>")))
CODES = ("<OutlineCodes><OutlineCode><FieldID>8</FieldID><FieldName>Outline Code1</FieldName><Alias>Cluster</Alias>"
         "<Values><Value><ValueID>21</ValueID><Value>IT</Value></Value></Values></OutlineCode></OutlineCodes>")


def plan(tmp_path: Path, tasks: str, head: str = "") -> Path:
    path = tmp_path / "plan.xml"
    path.write_text('<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><CurrencyCode>EUR'
                    f"</CurrencyCode>{head}<Tasks>{tasks}</Tasks></Project>", "utf-8")
    return path


def task(uid: int, more: str = "", level: int = 1) -> str:
    return (f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel><Start>2026-01-05T08:00:00"
            f"</Start><Finish>2026-01-06T17:00:00</Finish>{more}</Task>")


def value(uid: int, text: str, tag: str = "Value") -> str:
    return f"<ExtendedAttribute><FieldID>{uid}</FieldID><{tag}>{text}</{tag}></ExtendedAttribute>"


def batch_of(path: Path, **answers: str) -> Batch:
    return import_file(str(path), Wishes(answers=answers), lambda fraction, text: None)


def test_custom_fields_come_in_by_type_under_the_name_people_see(tmp_path: Path, profile: Path) -> None:
    said = (value(1, "Halle 3") + value(2, "12345") + value(3, "2026-03-01T08:00:00") + value(4, "1") + value(5, "2.50")
            + value(6, "PT16H0M0S") + value(7, "11", "ValueID")
            + "<OutlineCode><FieldID>8</FieldID><ValueID>21</ValueID></OutlineCode>")
    path = plan(tmp_path, task(1) + task(2, said, 2), f"<ExtendedAttributes>{FIELDS}</ExtendedAttributes>{CODES}")
    batch = batch_of(path)
    assert next(i for i in batch.items if i.key == "2").custom == {
        "Werk": ("text", "Halle 3"), "Rabatt": ("money", 12345), "Abnahme": ("date", "2026-03-01"),
        "Kritisch": ("bool", True), "Number1": ("number", "2.5"), "Puffer": ("text", "2 d"), "Text2": ("text", "Nord"),
        "Cluster": ("text", "IT")}
    create_file(tmp_path / "a.trimtab")
    session = open_session(tmp_path / "a.trimtab")
    try:
        session.import_batch(batch)
        fields = {f.get("label"): f.uid for f in session.portfolio.of_kind("field_def")}
        activity = next(a for a in session.portfolio.of_kind("activity") if a.name == "T2")
        assert activity.get(f"x.{fields['Werk']}") == "Halle 3" and {"Rabatt", "Abnahme", "Cluster"} <= set(fields)
    finally:
        session.close()


def test_empty_custom_fields_make_no_field(tmp_path: Path) -> None:
    path = plan(tmp_path, task(1) + task(2, value(2, "0") + value(4, "0") + value(5, "0") + value(1, ""), 2),
                f"<ExtendedAttributes>{FIELDS}</ExtendedAttributes>")
    assert all(not i.custom for i in batch_of(path).items)


BASE = "<Baseline><Number>{}</Number><Start>2025-12-{}T08:00:00</Start><Finish>2025-12-{}T17:00:00</Finish></Baseline>"


def test_every_other_baseline_is_an_answer_of_its_own(tmp_path: Path) -> None:
    path = plan(tmp_path, task(1) + task(2, "".join(BASE.format(n, f"0{n + 1}", f"0{n + 2}") for n in (0, 2, 5)), 2))
    first = batch_of(path)
    assert [i.answer for i in first.issues if i.answer.startswith("baseline")] == ["baseline=2", "baseline=5"]
    for n, start in (("", "2025-12-01"), ("2", "2025-12-03"), ("5", "2025-12-06")):
        chosen = batch_of(path, **({"baseline": n} if n else {}))
        assert next(i for i in chosen.items if i.key == "2").fields["plan_start"] == start
    assert not [i for i in batch_of(path, baseline="5").issues if i.answer.startswith("baseline")]


@pytest.mark.parametrize(("done", "wanted"), [("0", 0), ("37", 3_700), ("100", 10_000)])
def test_percent_complete_is_kept_in_basis_points(tmp_path: Path, done: str, wanted: int) -> None:
    batch = batch_of(plan(tmp_path, task(1) + task(2, f"<PercentComplete>{done}</PercentComplete>", 2)))
    assert next(i for i in batch.items if i.key == "2").fields["percent"] == wanted


def test_money_is_stored_a_hundredfold_whatever_the_currency(tmp_path: Path) -> None:
    """A currency without cents is written times 100 too: 12,345 yen are 1234500 in the file."""
    path = plan(tmp_path, task(1) + task(2, "<Cost>1234500</Cost>", 2))
    line = next(i for i in batch_of(path).items if i.kind == "effect_line").fields
    assert (line["undated_plan"], line["scale"], line["currency"]) == (1_234_500, 2, "EUR")
    path.write_text(path.read_text("utf-8").replace("EUR", "JPY"), "utf-8")
    line = next(i for i in batch_of(path).items if i.kind == "effect_line").fields
    assert (line["undated_plan"], line["scale"], line["currency"]) == (12_345, 0, "JPY")


def test_blank_lines_keep_the_rows_of_the_tasks_below_them(tmp_path: Path) -> None:
    batch = batch_of(plan(tmp_path, task(1) + "<Task><UID>9</UID><ID>2</ID><IsNull>1</IsNull></Task>" + task(2, "", 2)))
    assert next(i for i in batch.items if i.key == "2").at == "Tasks!B4"
    assert any("1 blank line" in i.message and i.cell == "B3" for i in batch.issues)
