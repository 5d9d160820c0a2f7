"""What the pages of 通知書 show: one on A4, those of a matter, what a press on several will do, the table for the city's filing."""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, wareki
from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import bring_along, together
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.models import standing

from .access import can_handle
from .draft_actions import speaks_of_the_past, written_in
from .kinds import kind_of
from .marks import GOES_ON
from .models import OfficialLetter
from .overtaken import know_answers
from .release_actions import lacks_of
from .template_models import LetterTemplate, Signatory

KI = "記"  # the line that stands alone in the middle, before the items


class Item(NamedTuple):
    """One line below 記: what it is called and what it says, line by line."""

    label: str
    lines: list


class Block(NamedTuple):
    """A part of the body: a paragraph (its lines), the 記, or items. Two of the three are empty."""

    lines: list
    is_ki: bool
    items: list


class Sheet(NamedTuple):
    """A letter as it stands on A4. `is_blank`: its term is over, and its words are gone."""

    letter: OfficialLetter
    day: str
    to: list
    blocks: list
    appeal: list
    is_blank: bool


class OfMatter(NamedTuple):
    """The letters of a matter as one reader finds them. late: steps of which a letter can be written that was not written then."""

    released: list
    drafts: list
    late: list
    matter: object = None


class Ready(NamedTuple):
    """A draft that a press on several lets go; `value` goes with the form: its key and what was read."""

    letter: OfficialLetter
    value: str


class LeftOut(NamedTuple):
    letter: OfficialLetter
    why: str


class Plan(NamedTuple):
    """What the confirm page of several letters says."""

    ready: list
    left_out: list
    answered: list  # [Ready] of which each is ticked by itself: what they ask for is there


def sheet_of(letter):
    """The Sheet of a letter. No query."""
    day = wareki(letter.dated_on) if letter.dated_on else ""
    person = f"{letter.to_person}　様" if letter.to_person else ""
    to = [letter.to_name, person] if person else [f"{letter.to_name}　様"] if letter.to_name else []
    appeal = [line for line in letter.appeal_text.splitlines() if line.strip()]
    return Sheet(letter, day, to, blocks_of(letter.body), appeal, letter.is_released and not letter.body)


def blocks_of(body):
    """[Block] of a body: paragraphs with an empty line between them, and below 記 each 「label：text」 an item of its own."""
    head, ki, tail = _around_ki(body.splitlines())
    blocks = _paragraphs(head)
    if ki:
        blocks.append(Block([], True, []))
        items, rest = _items(tail)
        blocks += [Block([], False, items)] if items else []
        blocks += _paragraphs(rest)
    return blocks


def _around_ki(lines):
    place = next((place for place, line in enumerate(lines) if line.strip() == KI), None)
    return (lines, False, []) if place is None else (lines[:place], True, lines[place + 1 :])


def _paragraphs(lines):
    blocks, now = [], []
    for line in [*lines, ""]:
        if line.strip():
            now.append(line.strip())
        elif now:
            blocks.append(Block(now, False, []))
            now = []
    return blocks


def _items(lines):
    """([Item], the lines after them): the first empty line behind an item ends them."""
    items, rest = [], [*lines]
    while rest and not (items and not rest[0].strip()):
        line = rest.pop(0)
        label, colon, text = line.partition("：")
        if items and line.startswith(GOES_ON) or not colon:
            if line.strip():
                items[-1].lines.append(line.strip()) if items else items.append(Item("", [line.strip()]))
        else:
            items.append(Item(label.strip(), [text.strip()]))
    return items, rest


def letters_of(matter, user):
    """The OfMatter of this reader: released ones for the people of the body, the drafts too for who handles it, and what is still to
    be written. One query, and for who handles it one more where a template is in use or where a draft asks for something; none where the process writes no letters."""
    kind = kind_of(matter.process.key)
    roles = kind.process.roles_of(user, matter) if kind and user.is_authenticated else set()
    handles = user.is_staff and bool(roles and roles & {*kind.desk})
    if not roles or not (handles or roles & {*kind.readers}):
        return OfMatter([], [], [])
    rows = _of_matter(matter.pk, process=kind.process.key)
    rows, having = together(rows, _steps_with_template(process=kind.process.key)) if handles else (rows, ())
    there = [row for row in rows if row.dropped_at is None]
    late = late_steps(matter, kind, {row.of_version for row in rows}, having) if handles else []
    drafts = know_answers([row for row in there if handles and not row.is_released])
    return OfMatter([row for row in there if row.is_released], drafts, late, matter)


def late_steps(matter, kind, written, having=None):
    """[StageChange] that hold, whose step has a template in use and of which no letter speaks: of each step the last one.
    written: the versions of which letters speak. having: the steps with a template, where the page knows them. Two queries at most."""
    having = {row.name for row in kind.steps} & set(_steps_with_template(process=kind.process.key) if having is None else having)
    if not having:
        return []
    bring_along(matter, changes=matter.changes.select_related("by").order_by("version"))
    last = {change.step: change for change in standing(matter.changes.all()) if change.step in having}
    return [change for change in last.values() if change.version not in written and matter.still_stands(change)]


@keyed
def _of_matter(matter, process):
    rows = OfficialLetter.objects.filter(process=process, subject_id=matter)
    return rows.select_related("template", "replacement").order_by("-version")


@keyed
def _steps_with_template(process):
    return LetterTemplate.objects.filter(process=process, in_use=True).order_by().values_list("step", flat=True)


def other_signatory(letter):
    """The Signatory of the day of a draft, where the draft names another one or none; None otherwise. One query for a draft."""
    if not letter.is_draft:
        return None
    signs = Signatory.objects.on(letter.dated_on or timezone.localdate())
    return signs if signs is not None and str(signs) != letter.signatory else None


def value_of(letter):
    """「12:3f…」: the key of a draft, and what was read of it."""
    return f"{letter.pk}:{etag_of(written_in(letter))}"


def plan_of(user, letters):
    """The Plan for these letters. Queries: those of the rights and of the matter of each."""
    plan = Plan([], [], [])
    for letter in know_answers(letters):
        if why := _why_not(user, letter):
            plan.left_out.append(LeftOut(letter, why))
        else:
            (plan.answered if letter.answered_by else plan.ready).append(Ready(letter, value_of(letter)))
    return plan


def _why_not(user, letter):
    if not letter.is_draft:
        return f"「{letter.state_label}」なので、出せません。"
    if not can_handle(user, letter):
        return "あなたは、この件の通知書を出せません。"
    if speaks_of_the_past(letter):
        return "もとになった手続きが、取り消されています。"
    return "".join(lacks_of(letter))


HEADER = [
    "通知書の番号", "文書番号", "収受番号", "簿冊名", "保存年限(年)", "保存する最後の年度", "年度", "通知書", "件名", "あて先", "もとの件", "日付",
    "決裁日", "ようす", "出した日時", "届け方", "送った日", "差し替えた番号",
]  # fmt: skip


def table_of(letters):
    """(HEADER, rows) of these letters, released or not. Two queries."""
    rows = letters.select_related("template", "replacement", "replaces").prefetch_related("sendings")
    return HEADER, [_cells(row) for row in rows]


def _cells(row):
    sent = [sending.sent_on for sending in row.sendings.all()]
    return (
        row.number or "", row.document_number, row.received_number, row.file_name, row.keep_years,
        fiscal_label(row.kept_until) if row.kept_until else "", fiscal_label(row.fiscal_year), row.template.name, row.title, row.to_name,
        row.matter, row.dated_on, row.decided_on, row.state_label, row.released_at, row.get_how_display(),
        sent[0] if len(sent) == 1 else "、".join(day.isoformat() for day in sent),
        row.replaces.shown_number if row.replaces else "",
    )  # fmt: skip
