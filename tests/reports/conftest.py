"""Portfolios and papers for the report tests. Sums come from the core, never from the report."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app import samples
from app.core.portfolio import Portfolio
from app.reports import render
from app.reports.blocks import Paper
from app.reports.frame import State
from app.reports.pdf import Document
from app.reports.steering import steering
from tests.reports.helpers import FILE, HOW, STATUS, Build


@pytest.fixture
def build() -> Build:
    return Build()


@pytest.fixture(scope="session")
def insurer() -> Portfolio:
    p = Portfolio(FILE)
    p.apply(samples.changes(p, "insurer"))
    return p


@pytest.fixture(scope="session")
def insurer_document(insurer: Portfolio) -> Document:
    return render(insurer, "steering", status=STATUS, **HOW)


@pytest.fixture(scope="session")
def paper_of() -> Callable[..., Paper]:
    def make(p: Portfolio, status: str = STATUS, **more: Any) -> Paper:
        return steering(p, State(status=status, **{**HOW, **more}))

    return make


@pytest.fixture(scope="session")
def document_of() -> Callable[..., Document]:
    def make(p: Portfolio, status: str = STATUS, **more: Any) -> Document:
        return render(p, "steering", status=status, **{**HOW, **more})

    return make
