"""The words of resources/columns.toml: each once where it decides, and known wherever they stand."""
from __future__ import annotations

import tomllib
from collections.abc import Iterator

from importers.meaning.words import RESOURCE, fold, squash


def _lists() -> Iterator[tuple[str, list[str]]]:
    """Every list as it is matched: fields and columns of logs blind to spaces, all others by words."""
    for section, entries in tomllib.loads(RESOURCE.read_text("utf-8")).items():
        blind = squash if section in ("field", "raid") else fold
        for name, entry in entries.items():
            parts = entry.values() if isinstance(entry, dict) else [entry]
            words = [w for part in parts for w in part] if section in ("field", "raid") else None
            for part in [words] if words else parts:
                yield f"{section}.{name}", [blind(w) or w for w in part]


def test_no_word_stands_twice_in_a_list_that_reads_both_spellings_alike() -> None:
    found = list(_lists())
    assert len(found) > 100
    assert not [(name, word) for name, words in found for word in set(words) if words.count(word) > 1]
