"""The people a batch names: the same address is the same person, near names are offered for merging.

Near ones stay apart until somebody says otherwise: `person.A. Müller=Anna Müller`, or `=apart` to be asked no more.
Who is in the portfolio already is asked for as well. Must not know: how names are written (meaning/names.py).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from app.core.batch import Batch, Issue, Item, Link
from app.core.counting import counted
from app.core.find import fold
from importers.base import Wishes
from importers.meaning.names import Person, marks, near, person_of
from importers.meaning.settled import APART

_CROWD = 60                           # more people than these under one mark have only a common name in common


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of the file or of the portfolio."""

    key: str                              # of the item; "" for one only in the portfolio
    name: str
    person: Person
    uses: int
    at: str
    settled: bool                         # in the portfolio as the same person as somebody else
    alike: int = 0                        # spellings it may be the same person as: "K. Weber" tells "Weber Klaus" apart

    def better(self) -> tuple[bool, int, bool, bool, int, int, str]:
        """Orders by how well this spelling says who it is."""
        named, full, plain = _fullness(self.person)
        return named, full, not self.key, plain, self.alike, self.uses, self.name


def settle_people(batch: Batch, wishes: Wishes) -> None:
    """Merge who was said to be the same, name addresses by the person here, ask for the others."""
    people = [i for i in batch.items if i.kind == "person" and not i.uid]
    if not people:
        return
    said = {k.removeprefix("person."): v for k, v in wishes.answers.items() if k.startswith("person.")}
    here = {mail.casefold(): name for name, mail, _ in wishes.people if mail}
    for item in people:
        mail = str(item.fields.get("mail") or "").casefold()
        if mail in here:
            spelling = str(item.fields.get("name") or item.key)
            if "@" not in spelling and spelling != here[mail]:
                batch.origin.people[spelling] = here[mail]
            item.fields["name"] = here[mail]               # known by the address
    called = {str(i.fields.get("name")) for i in people} | {i.key for i in people}
    for name in said:
        if name not in called and f"person.{name}" not in wishes.again:
            batch.issues.append(Issue("warning", "", "", f"The answer “person.{name}={said[name]}” is about nobody: no "
                                      f"owner of {batch.source} is called so. It was not used."))
    same = _same(people)
    if said or same:
        _merge(batch, people, {**same, **said})
        people = [i for i in batch.items if i.kind == "person"]
    _ask(batch, people, said, wishes)


def _same(people: Sequence[Item]) -> dict[str, str]:
    """Names that differ in capitals and blanks alone, and those with one address: the fullest of them counts."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    by_mail: dict[str, list[str]] = {}
    for item in people:
        name = str(item.fields.get("name") or item.key)
        known = first.setdefault(" ".join(name.casefold().split()), name)
        if known != name:
            found[name] = known
        elif item.fields.get("mail"):
            by_mail.setdefault(str(item.fields["mail"]).casefold(), []).append(name)
    for names in by_mail.values():
        best = max(names, key=lambda n: _fullness(person_of(n)))
        found |= {name: best for name in names if name != best}
    return found


def _fullness(person: Person) -> tuple[bool, int, bool]:
    """How much a spelling says: a name before an address, words before initials, in their usual order."""
    return not person.only_mail, sum(len(w) > 1 for w in person.words), not person.swapped


def _merge(batch: Batch, people: Sequence[Item], said: Mapping[str, str]) -> None:
    """Rows that name one of these name the other; who is named by nobody any more is gone."""
    by_name = {str(i.fields.get("name")): i for i in people} | {i.key: i for i in people}
    wanted = {name: other for name, other in said.items() if other != APART}
    moved: dict[str, str] = {}
    for name in wanted:
        item = by_name.get(name)
        if item is None:
            continue
        target, seen = name, {name}
        while target in wanted and wanted[target] not in seen:
            target = wanted[target]
            seen.add(target)
        other = by_name.get(target)
        if other is None:
            item.fields["name"] = target                   # somebody of the portfolio, or a better spelling
            batch.origin.people[name] = target
        elif other is not item:
            moved[item.key] = other.key
            batch.origin.people[name] = str(other.fields.get("name") or other.key)
            if item.fields.get("mail"):
                other.fields.setdefault("mail", item.fields["mail"])
    if moved:
        batch.items = [i for i in batch.items if i.kind != "person" or i.key not in moved]
        for item in batch.items:
            for field, value in item.fields.items():
                if isinstance(value, Link) and value.kind == "person" and value.key in moved:
                    item.fields[field] = Link("person", moved[value.key])


def _ask(batch: Batch, people: Sequence[Item], said: Mapping[str, str], wishes: Wishes) -> None:
    pairs = _pairs(people, wishes)
    uses = Counter(v.key for i in batch.items if pairs for v in i.fields.values()
                   if isinstance(v, Link) and v.kind == "person")
    beside: dict[str, list[str]] = {}
    for a, b in pairs:
        beside.setdefault(a.name, []).append(b.name)
        beside.setdefault(b.name, []).append(a.name)
    everybody = {a.name: replace(a, uses=uses[a.key], alike=len(beside[a.name])) for pair in pairs for a in pair}
    better: dict[str, list[_Known]] = {}
    for name, one in everybody.items():
        others = [everybody[other] for other in beside[name]]
        found = [o for o in others if o.better() > one.better() and said.get(o.name) != name]
        better[name] = sorted(found, key=_Known.better, reverse=True)
    for name, one in everybody.items():
        if one.key and better[name] and name not in said and not one.settled:
            batch.issues.append(_question(one, _fullest(better[name], better)))


def _fullest(others: list[_Known], better: Mapping[str, list[_Known]]) -> list[_Known]:
    """Where the one spelling a name may be has itself a better one, that one: "Kohl J.", "J. Kohl", "Jan Kohl"."""
    seen = set[str]()
    while len(others) == 1 and others[0].key and better[others[0].name] and others[0].name not in seen:
        seen.add(others[0].name)
        others = better[others[0].name]
    return others


def _pairs(people: Sequence[Item], wishes: Wishes) -> list[tuple[_Known, _Known]]:
    """Everybody of the file beside those of the file and of the portfolio whom they may be."""
    settled = {fold(name) for name, _, alias in wishes.people if alias}
    called = {str(i.fields.get("name") or i.key): i for i in people}
    everybody = [_Known(i.key, name, _person(i), 0, i.at, fold(name) in settled) for name, i in called.items()]
    have = {fold(name) for name in called}
    everybody += [_Known("", name, person_of(name), 0, "", alias) for name, _, alias in wishes.people
                  if fold(name) not in have]
    by_mark: dict[str, list[int]] = {}
    for n, one in enumerate(everybody):
        for mark in marks(one.person):
            by_mark.setdefault(mark, []).append(n)
    alike = sorted({pair for crowd in by_mark.values() if len(crowd) <= _CROWD for pair in combinations(crowd, 2)})
    return [(one, other) for a, b in alike if (one := everybody[a]).key and _may_be(one, other := everybody[b])]


def _person(item: Item) -> Person:
    name = person_of(str(item.fields.get("name") or item.key))
    mail = str(item.fields.get("mail") or "")
    return Person(name.text, mail, name.words, name.swapped) if mail and name.text != mail else name


def _may_be(a: _Known, b: _Known) -> bool:
    one, other = a.person.mail, b.person.mail
    return not (one and other and one != other) and fold(a.name) != fold(b.name) and near(a.person, b.person)


def _question(one: _Known, others: Sequence[_Known]) -> Issue:
    sheet, _, cell = one.at.rpartition("!")
    where = f" in {cell}" if cell else ""
    often = f" ({counted(one.uses, 'time')})" if one.uses > 1 else ""
    apart: list[_Known] = []                               # of several spellings of one person the best
    for other in others:
        if not any(near(other.person, o.person) for o in apart):
            apart.append(other)
    names = " or ".join(f"“{o.name}”" + (" of the portfolio" if not o.key else "") for o in apart[:3])
    return Issue("question", sheet, cell, f"“{one.name}”{where}{often} may be {names}; kept apart until somebody says "
                 "that they are one person.", f"person.{one.name}={others[0].name}")
