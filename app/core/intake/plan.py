"""Rows of an import become changes: matched by source key, three-way against what that source said last time.

A cell changes only when the source differs from its own last word; where both the source and a person changed it,
the person's value stays and is listed. "Gone" rows are listed and never deleted.
Must not know: workbooks (a Batch comes in), the store (`Written` answers for the journal), the window.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.core import natural
from app.core import rank as ranks
from app.core.batch import Batch, Issue, Item, Link
from app.core.catalog import KINDS, LEVELS, fields_of, series_of
from app.core.change import Change, Creation
from app.core.creations import Creations
from app.core.edits import add, scale_for, set_setting
from app.core.find import fold, path_name
from app.core.intake.base import Exported, Said, Written, cell_key
from app.core.intake.cells import changes_of, in_decimals
from app.core.intake.changed import changed
from app.core.intake.circles import leave_out_circles
from app.core.intake.currency import assumed_currency, currency_of, in_its_decimals
from app.core.intake.figures import settled_figures
from app.core.intake.follow import with_money
from app.core.intake.fresh import Group, NewRows, columns_of, kinds_of, links, months_of, placed, remarkable, split
from app.core.intake.fresh import places_of as column_places
from app.core.intake.gone import LEAF, Apart, gone
from app.core.intake.match import Matcher, find_source
from app.core.intake.months import Runs, differing, together
from app.core.intake.planned import COUNTED, ImportPlan
from app.core.intake.remarks import remarks
from app.core.intake.report import told as reported
from app.core.intake.run import known_of, noted
from app.core.intake.standins import settled
from app.core.intake.sums import by_place, dates, foreign, grouped, lines_said, money
from app.core.intake.takeover import past, take_over
from app.core.intake.unread import Unread
from app.core.intake.words import ImportRow as ImportRow
from app.core.intake.words import Shown, Words, row_of, shown_amount
from app.core.portfolio import Portfolio, Record
from app.core.values import month_text, scale_of

_FIXED = ("pass_through", "scale", "currency")


def plan(p: Portfolio, batch: Batch, journal: Written, *, today: str, base: Portfolio | None = None) -> ImportPlan:
    """Match, compare, and give changes, counts, sums and everything a person should know.

    `base` is the state our own workbook was made of, where this file knows it.
    """
    batch = settled_figures(p, batch, today)
    return _Intake(p, in_its_decimals(batch, currency_of(p, batch)), journal, today, base).run()


class _Intake:
    """One planning run: where each item goes, and what was collected so far."""

    def __init__(self, p: Portfolio, batch: Batch, journal: Written, today: str, base: Portfolio | None) -> None:
        self.p, self.batch, self.today = p, batch, today
        self.currency = currency_of(p, batch)
        self.out = ImportPlan(issues=list(batch.issues))
        self.source = find_source(p, batch)
        earlier = Said(p, journal, self.source)
        self.runs = earlier.runs
        self.said = earlier if base is None else Exported(base, batch.whole)
        self.match = Matcher(p, self.source, lambda at, text: self._issue("note", at, text))
        self.words, self.journal, self.past = Words(p, journal), journal, past(p)
        self.unread = Unread(batch.sheets)
        self.dead: set[str] = set()
        self.last_rank: dict[str, str] = {}
        self.kept: dict[str, dict[str, Any]] = {}
        self.defs: dict[tuple[str, str], str] = {}
        self.months: dict[int, Runs] = {}        # of a new line, by its item
        self.covered: dict[str, set[str]] = {}
        self.gone: list[str] = []                # what an earlier import brought and this file does not have
        self.apart, self.lost = Apart(p), list[Item]()     # amounts that stay as they are; lines that are left out
        self.fresh, self.items = split(p, batch)
        self.groups: dict[str, list[Item]] = {}
        self.uids: dict[str, list[str]] = {}     # of the fresh kinds
        self.lines = lines_said(self.items, self.fresh)

    def run(self) -> ImportPlan:
        out = self.out
        self._currency()
        by_kind = grouped(settled(self.p, self.items, self.match, self.past.became))
        groups = self.groups = grouped(self.items)
        self.covered = {kind: set[str]().union(*[item.fields for item in items]) for kind, items in groups.items()}
        come = {*by_kind, *self.fresh}                 # of a kind that only stand-ins had nothing may be left
        order = [k for k in ("person", "unit", *LEVELS) if k in come]
        order += [k for k in kinds_of(self.batch, by_kind) if k in come and k not in order and k != "dependency"]
        for kind in order:
            self.match.index(kind)
            if kind in self.fresh:
                self._place_fresh(kind, self.fresh[kind])
                continue
            for item in by_kind[kind]:
                self._place(item)
        self.months = together(line for kind in by_kind if series_of(kind) for line in by_kind[kind]
                               if self.match.uids[line.kind, line.key] not in self.p.records)
        for kind in order:
            if kind in self.fresh:
                self._take_fresh(kind, self.fresh[kind])
            else:
                self._take(kind, by_kind[kind])
        self._dependencies(by_kind.get("dependency", []))
        self._gone()
        out.changes, moved = with_money(self.p, out.changes, self.batch, self.match.uids, self.today)
        over = take_over(self.p, self.past, self.journal, self.match, self.dead, out.changes, by_kind, self.fresh,
                         self._rank)
        out.changes += over.changes
        out.told += over.rows
        out.issues += over.issues
        for row in over.rows:
            self._count(out.changed, row.kind)
        for told in filter(None, (moved, self.words.columns(), self.unread.told())):
            self._issue("note", "", told)
        work = [*out.changes, *(new for made in out.columns if remarkable(made) for new in made.each())]
        out.issues += [*self.apart.quiet(self.words), *remarks(self.p, self.batch, work, self.match.uids, self.today)]
        places = by_place(groups.get("effect_line", ()), self.currency, self.months, self.type_of)
        for made in out.columns:
            places |= column_places(made, self.fresh)
        out.money, out.dates, out.currency = money(places, self.currency), dates(groups, self.fresh), self.currency
        mixed = foreign(self.lines, self.currency)
        if mixed and not self.batch.own:                       # our own sheet keeps each line in its currency
            self._issue("warning", "", mixed)
        if out.changes or out.columns or (self.kept and not known_of(self.runs, self.batch, self.kept)):
            said = reported(self.batch, created=out.created, changed=out.changed, unchanged=out.unchanged,
                            kept=len(self.kept), gone=self.gone, issues=out.issues, imported=places,
                            lost=by_place(self.lost, self.currency, self.months, self.type_of), currency=out.currency,
                            stays=self.apart.told(), rows=changed(self.p, out, self.batch.sheets), stand_ins=over.noted)
            run = {"sums": out.money or None, "kept": self.kept or None, **said}
            out.changes = [*noted(self.p, self.batch, self.source, self.runs, self.today, run), *out.changes]
        return out

    def type_of(self, line: Item) -> str:
        """What a line is; a form says it in a locked cell, which is not taken back."""
        return str(line.fields.get("type") or self.p.records[self.match.uids[line.kind, line.key]].get("type", ""))

    # ---------------------------------------------------------------- the file and its source

    def _currency(self) -> None:
        """Say which currency was taken; the first money of a file settles it for all that comes."""
        chosen = self.p.setting("currency")
        assumed = assumed_currency(self.batch, self.lines, chosen, self.currency)
        if assumed:
            self._issue("note", "", assumed)
        if not chosen and not self.batch.own and self.lines:
            self.out.changes += set_setting(self.p, "currency", self.currency)

    # ---------------------------------------------------------------- items

    def _place(self, item: Item) -> None:
        uid, parent = self.match.place(item)
        self.words.coming(uid, item)
        if item.known:
            self.out.known[uid] = item.known
        if parent in self.dead or (uid in self.p.records and not self.p.live(uid)):
            self.dead.add(uid)
            if item.kind in LEAF and parent not in self.dead:
                name = item.fields.get("code") or item.fields.get("name") or item.key
                self._issue("note", item.at, f"{name} was deleted in Trimtab and stays so.")

    def _fields(self, item: Item) -> dict[str, Any]:
        """Field -> canonical value, links resolved, custom columns under their field_def."""
        said = item.fields
        fields = dict(said) if Link not in map(type, said.values()) else {
            name: self._resolve(value, item) if isinstance(value, Link) else value for name, value in said.items()}
        if item.kind == "effect_line" and not self.batch.own:
            fields["currency"] = fields.get("currency") or self.currency
            fields["scale"] = scale_of(str(fields["currency"])) if fields.get("scale") is None else fields["scale"]
        for header, (kind, value) in item.custom.items():
            fields[f"x.{self._field_def(item.kind, header, kind)}"] = value
        return fields

    def _resolve(self, link: Link, item: Item) -> str | None:
        found = self._find(link)
        if found is None:
            self._issue("warning", item.at, f"“{link.key}” is named here, but no {link.kind.replace('|', ' or ')} is "
                        "called so; the reference was left out.")
        return found

    def _find(self, link: Link) -> str | None:
        kinds = (link.kind,) if "|" not in link.kind else link.kind.split("|")
        for kind in kinds:
            uid = self.match.uids.get((kind, link.key))
            if uid is not None:
                return uid
        hits = [r.uid for kind in kinds for r in self.p.of_kind(kind) if link.key in (r.code, r.code or r.name, r.uid)]
        return hits[0] if len(hits) == 1 else None

    def _field_def(self, kind: str, header: str, type_: str) -> str:
        placed = self.match.uids.get(("field_def", header))
        if placed:
            return placed                # our own workbook names the definition itself
        key = (kind, fold(header))
        if key not in self.defs:
            uid = self.defs[key] = natural.of_field(self.p, *key)
            if uid not in self.p.records:
                self.words.new_column(uid, header)
                self.out.changes += add(self.p, "field_def", "", {
                    "on_kind": kind, "key": key[1], "type": type_, "label": header}, uid=uid)[1]
        return self.defs[key]

    def _take(self, kind: str, items: Sequence[Item]) -> None:
        records, uids, dead = self.p.records, self.match.uids, self.dead
        for item in items:
            uid = uids[kind, item.key]
            record = records.get(uid)
            if uid in dead:
                self.lost.append(item)
            elif record is None:
                self._create(uid, item, self._fields(item))
            else:
                self._update(record, item, self._fields(item))

    def _place_fresh(self, kind: str, group: Group) -> None:
        """Place all items of a kind of which nothing is here."""
        uids = self.uids[kind] = self.p.key_uids(f"{kind}\n{self.source}\n", group.keys)
        self.match.known(kind, group.keys, uids)
        self.words.later(lambda: zip(uids, group.each(), strict=True))

    def _take_fresh(self, kind: str, group: Group) -> None:
        """Make all items of a kind of which nothing is here records, column by column if they are plain."""
        fields = columns_of(group, self._find, partial(self._field_def, kind), self.currency)
        months = months_of(group) if fields is not None and series_of(kind) else []
        if fields is None or months is None:
            items = self.groups[kind] = group.each()
            self.months |= together(items if series_of(kind) else ())
            self._take(kind, items)
            return
        parents = [self.match.uids.get(above, "") if above[1] else "" for above in group.parents()]
        self._made(group, Creations(kind, self.uids[kind], placed(parents, fields, kind, self.last_rank, self._rank),
                                    months))

    def _made(self, group: Group, made: Creations) -> None:
        self.out.columns.append(made)
        fillers = sum(map(bool, made.columns.get("pass_through", ())))
        if made.kind in COUNTED and fillers < len(made.uids):
            self.out.created[made.kind] = len(made.uids) - fillers
        if made.kind in LEAF:
            self.out.told.append(NewRows(made.kind, made.uids, group))

    def _create(self, uid: str, item: Item, fields: dict[str, Any]) -> None:
        kind, said = item.kind, item.fields
        parent = self.match.uids.get((item.parent_kind, item.parent), "") if item.parent else ""
        filled = fields if None not in fields.values() else {n: v for n, v in fields.items() if v is not None}
        self.out.changes.append(Creation(uid, kind, parent or None, self._rank(kind, parent), filled,
                                         tuple(self.months.get(id(item), ()))))
        if not said.get("pass_through"):
            if kind in COUNTED:
                self.out.created[kind] = self.out.created.get(kind, 0) + 1
            if kind in LEAF:
                self.out.told.append((uid, item))

    def _rank(self, kind: str, parent: str) -> str:
        if not parent and kind not in LEVELS:
            return ranks.FIRST
        last = self.last_rank.get(parent)
        if last is None:
            have = [r.rank for r in self.p.children(parent)] if parent in self.p.records or not parent else []
            last = max(have, default="")
        found = self.last_rank[parent] = ranks.after(last)
        return found

    # ---------------------------------------------------------------- three ways

    def _update(self, record: Record, item: Item, fields: dict[str, Any]) -> None:
        if (item.fields.get("pass_through") or item.stand_in) and not item.uid:
            return                       # it only fills a level, or is only named, and nothing is said about it
        scale = scale_for(self.p, record)
        if item.kind == "effect_line":
            holds = record.get("currency") or self.currency
            if (fields.get("currency") or holds) != holds:
                self._issue("error", item.at, f"{path_name(self.p, record)} holds {holds}, this file says "
                            f"{fields['currency']}; the amounts were left out.")
                self.lost.append(item)
                return
            item, fields, cut = in_decimals(item, fields, scale)
            if cut:
                self._issue("note", item.at, f"{path_name(self.p, record)}: more decimals than the line holds; "
                                             "rounded.")
        incoming = self._differing(record, item, fields)
        months = differing(self.p, record.uid, item, self.unread)
        said = self.said.about(record.uid) if incoming or months else {}
        accepted: dict[str, Any] = {}
        shown, stays = list[Shown](), list[Shown]()
        left: list[tuple[str, Any, Any]] = []
        for name, value in incoming.items():
            now = record.fields.get(name)
            text = (self.words.field(name), self.words.shown(name, now), self.words.shown(name, value))
            if self._decide(said, name, now, value, record.uid, text, shown, stays):
                accepted[name] = value
                continue
            spoken = len(stays) > len(left)
            self.apart.add(record, name, now, value, None if spoken or self.batch.own else (name, now, value))
            left += [(name, now, value)] * spoken
        if accepted and KINDS[item.kind].immutable:
            self._issue("warning", item.at, f"{path_name(self.p, record)} is never changed; the row was left out.")
            accepted = {}
        changes = changes_of(self.p, record, accepted, self._rank)
        for series, month, was, value in months:
            text = (f"{series} {month_text(month)}", shown_amount(was, scale), shown_amount(value, scale))
            if self._decide(said, cell_key(series, month), was, value, record.uid, text, shown, stays):
                changes.append(Change(record.uid, series, month, (was,), (value,)))
                continue
            spoken = len(stays) > len(left)
            self.apart.add(record, series, was, value, None if spoken or self.batch.own else (text[0], was, value))
            left += [(text[0], was, value)] * spoken
        self.out.changes += changes
        self._count(self.out.changed if changes else self.out.unchanged, item.kind)
        if changes:
            self.out.told.append(row_of("changed", record.uid, item, tuple(shown), scale))
        if stays:
            self.out.told.append(row_of("kept", record.uid, item, tuple(stays), scale))
            self._issue("note", item.at, self.words.stays(record, left, bool(said)))

    def _differing(self, record: Record, item: Item, fields: dict[str, Any]) -> dict[str, Any]:
        """Fields whose incoming value is not the present one; a column's empty cell is an incoming empty value."""
        known = fields_of(item.kind)
        wanted = fields if self.batch.own else (                # our own workbook says "empty" row by row
            dict.fromkeys(n for n in self.covered.get(item.kind, ()) if n in known) | fields)
        parent = self.match.parent(item)
        if parent and parent != record.parent:
            wanted = wanted | {"parent": parent}
        return {name: value for name, value in sorted(wanted.items())
                if name not in _FIXED and record.fields.get(name) != value and not (
                    value is None and (name == "name" or self.unread.field(item, name)))}

    def _decide(self, said: dict[str, Any], key: str, now: Any, value: Any, uid: str, text: Shown,
                shown: list[Shown], stays: list[Shown]) -> bool:
        """True when the source's value is to be written. A source that wrote the record said "empty" of the rest."""
        known, last = bool(said), said.get(key)
        if known and last == value:
            return False                 # the source still says what it said: the person's value stays
        if now is None or (known and last == now):
            shown.append(text)
            return True
        if known or value is not None:
            self.kept.setdefault(uid, {})[key] = value
            stays.append(text)
        return False

    # ---------------------------------------------------------------- links and gone rows

    def _dependencies(self, items: list[Item]) -> None:
        group = self.fresh.get("dependency")
        if group is not None:
            made = links(group, columns_of(group, self._find, partial(self._field_def, "dependency"), ""), self.p,
                         self.match.taken)
            if made is not None:
                self._made(group, made)
                return
            items = group.each()
        edges = [(r.get("predecessor", ""), r.get("successor", "")) for r in self.p.of_kind("dependency")]
        fresh: list[tuple[str, Item, dict[str, Any]]] = []
        for item in items:
            fields = self._fields(item)
            ends = fields.get("predecessor"), fields.get("successor")
            if None in ends or ends[0] in self.dead or ends[1] in self.dead:
                continue
            if ends[0] == ends[1]:
                self._issue("warning", item.at, "A measure cannot wait for itself; the dependency was left out.")
                continue
            uid = natural.of_link(self.p, "dependency", map(str, ends))
            if uid in self.match.taken:
                continue
            self.match.taken.add(uid)
            record = self.p.records.get(uid)
            if record is None:
                fresh.append((uid, item, fields))
            elif self.p.live(uid):
                self._update(record, item, fields)
        for item in leave_out_circles(edges, fresh):
            self._issue("warning", item.at, "This dependency would close a circle and was left out.")
        for uid, item, fields in fresh:
            self._create(uid, item, fields)

    def _gone(self) -> None:
        found = gone(self.p, self.said.wrote() - self.match.taken - self.past.moved.get(self.source, set()))
        self.out.told += [row for row, _ in found]
        self.gone = [name for _, name in found]
        if found:
            self._issue("note", "", self.words.gone(self.gone))

    # ---------------------------------------------------------------- sums and lists

    def _count(self, table: dict[str, int], kind: str) -> None:
        if kind in COUNTED:
            table[kind] = table.get(kind, 0) + 1

    def _issue(self, severity: str, at: str, message: str) -> None:
        sheet, _, cell = at.rpartition("!")
        self.out.issues.append(Issue(severity, sheet, cell, message))


__all__ = ["COUNTED", "ImportPlan", "ImportRow", "plan"]
