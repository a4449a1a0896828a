"""`trimtab show`: what is late, what is expected and how far that is from the plan, for scripts and for eyes."""
from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Trimtab


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    return here


def test_every_node_carries_dates_lateness_expected_and_variance(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    found = json.loads(trimtab("show", "s.trimtab", "--json").stdout)
    measures = {n["code"]: n for n in found["tree"] if n["kind"] == "measure"}
    server = measures["IC-121"]
    assert (server["finish"], server["owner"], server["state"]) == ("2026-09-30", "Henrik Wendt", "open")
    assert server["late_days"] > 0 and server["late_what"] and server["light"] == "red"
    assert found["late"] == {"measures": sum(n["late_days"] > 0 for n in measures.values()),
                             "days": max(n["late_days"] for n in measures.values())}
    for node in found["tree"]:
        assert float(node["variance"]) == float(node["expected"]) - float(node["totals"].get("plan", "0"))
    top = found["tree"][0]
    assert top["expected"] == found["status"]["expected"]
    assert top["finish"] == max(n["finish"] for n in measures.values())
    text = trimtab("show", "s.trimtab").stdout
    assert "30 measures" in text and "59 effect lines" in text and "1 organization," in text
    row = next(line for line in text.splitlines() if line.startswith("IC-121 "))
    assert "2026-09-30" in row and f"{server['late_days']} d" in row
    late = trimtab("show", "s.trimtab", "--late").stdout
    assert "CL-111" not in late and late.index("IC-121 ") > 0 and "Status date 2026-04-17: " in late


def test_an_empty_file_says_so_and_what_to_do(trimtab: Trimtab) -> None:
    trimtab("new", "a.trimtab")
    assert trimtab("show", "a.trimtab").stdout == "The file is empty. `trimtab import` brings a tracker in.\n"
