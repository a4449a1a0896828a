"""References of blocks find whom they mean, and texts that are alike are one."""
from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.store.shared import Shared, texts

# few beginnings and ends, so that many uids share a half
_uids = st.tuples(st.sampled_from((0, 1, 2**64 - 1, 2**63)), st.sampled_from((0, 1, 7, 2**64 - 1))).map(
    lambda halves: halves[0].to_bytes(8, "big") + halves[1].to_bytes(8, "big"))
_pages = st.lists(st.sets(_uids, min_size=1).map(sorted), max_size=4)


@given(_pages, st.lists(_uids), st.data())
def test_a_reference_is_the_text_of_its_uid(pages: list[list[bytes]], wanted: list[bytes], data: st.DataObject) -> None:
    share = Shared([b"".join(page) for page in pages])
    assert list(share.refs(b"".join(wanted))) == [uid.hex() for uid in wanted]
    which = data.draw(st.lists(st.integers(0, len(wanted)), max_size=9))
    found = share.refs(b"".join(wanted), np.array(which, np.uint8))
    assert list(found) == [wanted[i].hex() if i < len(wanted) else None for i in which]
    assert set(found.distinct()) == set(found)
    for page in pages:
        assert share.uids(b"".join(page)) == [uid.hex() for uid in page]


def test_a_uid_and_all_that_refer_to_it_are_one_text() -> None:
    one, two = bytes(range(16)), bytes(range(1, 17))
    share = Shared([one])
    assert share.uids(one)[0] is share.refs(one + two)[0]
    assert share.refs(two)[0] is share.refs(two + one)[0] and texts(one + two) == [one.hex(), two.hex()]
    words = share.words(["".join(("a", "b")), None])
    assert share.words(["".join(("a", "b"))])[0] is words[0] and share.words([1, True, [2]]) == [1, True, [2]]
    assert type(share.words([1, True])[1]) is bool
