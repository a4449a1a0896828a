"""Schedules of programs whose files are not read are refused by the name of their program: without that their codes
would come in as projects and money, or as a GanttProject file without tasks."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Wishes
from importers.read import import_file

MPX = "MPX,Some Planner,4.0,ANSI\r\n10,$,0,2,\",\",.\r\n70,Pour concrete,1\r\n"
XER = "ERMHDR\t8.2\t2026-03-01\tProject\r\n%T\tTASK\r\n%F\ttask_id\ttask_name\r\n%R\t1\tPour concrete\r\n"
P6 = '<?xml version="1.0"?><APIBusinessObjects xmlns="x"><Project><Name>Hall</Name></Project></APIBusinessObjects>'
PLANNER = ('<?xml version="1.0"?><project name="Hall" mrproject-version="2"><tasks><task id="1" name="Pour" '
           'work="28800" start="20260302T000000Z"/></tasks></project>')
PHOENIX = '<project name="Hall" version="5.0" update_mode="false"><settings/><storepoints/></project>'
POD = b"\xac\xed\x00\x05t\x00\x051.0.0sr\x00#com.projity.server.data.ProjectData\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"MSProject.MPP14" + b"\0" * 600


@pytest.mark.parametrize(("name", "content", "program", "way"), [
    ("plan.mpx", MPX, "MPX", "MS Project XML"), ("plan.csv", MPX, "MPX", "MS Project XML"),
    ("plan.xer", XER, "Primavera P6", "Export it from P6"), ("plan.txt", XER, "Primavera P6", "Export it from P6"),
    ("plan.xml", P6, "Primavera P6", "Export it from P6"), ("plan.planner", PLANNER, "Planner", "MS Project XML"),
    ("plan.gan", PLANNER, "Planner", "MS Project XML"), ("plan.ppx", PHOENIX, "Phoenix", "MS Project XML"),
    ("plan.xml", "<project><task><pID>1</pID><pName>Dig</pName></task></project>", "jsGantt", "MS Project XML"),
    ("plan.pod", POD, "ProjectLibre", "Open it in ProjectLibre"), ("plan.mpp", OLE, "MS Project", "MS Project XML"),
    ("plan.xls", OLE, "MS Project", "MS Project XML"), ("plan.fts", b"\1\2\0\0", "FastTrack", "MS Project XML")])
def test_a_schedule_of_another_program_is_refused_by_its_name(tmp_path: Path, name: str, content: str | bytes,
                                                              program: str, way: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Problem) as refused:
        import_file(str(path), Wishes(), lambda fraction, text: None)
    assert name in refused.value.what and program in refused.value.what and way in refused.value.hint


@pytest.mark.parametrize("content", [
    '<project name="Build" default="all"><target name="all"/></project>',
    '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup/></Project>'])
def test_a_project_of_a_build_tool_is_no_schedule_without_tasks(tmp_path: Path, content: str) -> None:
    path = tmp_path / "build.xml"
    path.write_text(content, "utf-8")
    with pytest.raises(Problem, match="neither a workbook nor a schedule"):
        import_file(str(path), Wishes(), lambda fraction, text: None)


@pytest.mark.parametrize("content", [
    '<Project><Tasks><Task><UID>1</UID><Name>Dig</Name><Start>2026-03-02T08:00:00</Start><Finish>2026-03-03T17:00:00'
    "</Finish></Task></Tasks></Project>",
    '<p:Project xmlns:p="http://schemas.microsoft.com/project/2007"><p:Tasks><p:Task><p:UID>1</p:UID><p:Name>Dig</p:Name>'
    "</p:Task></p:Tasks></p:Project>",
    '<project name="Hall"><tasks><task id="1" name="Dig" start="2026-03-02" duration="2"/></tasks></project>'])
def test_a_schedule_without_the_name_of_its_program_is_still_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "hall.xml"
    path.write_text(content, "utf-8")
    batch = import_file(str(path), Wishes(), lambda fraction, text: None)
    assert [i.fields["name"] for i in batch.items if i.kind == "activity"] == ["Dig"]
