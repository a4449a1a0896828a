"""A process that is killed in the middle of writing loses nothing it had acknowledged (20 kills; 200 in soak)."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.kills import kill_again_and_again


@pytest.mark.timeout(300)
def test_every_acknowledged_transaction_survives_twenty_kills(tmp_path: Path, profile: Path) -> None:
    found = kill_again_and_again(tmp_path, 20, seed=2026)
    assert found.kills == 20
    assert found.unacknowledged >= 12, f"only {found.unacknowledged} of 20 kills hit an open transaction"
    assert found.acknowledged > 0
