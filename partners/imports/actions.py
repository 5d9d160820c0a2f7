"""名簿の取込, step by step: nothing counts before the last one, which takes in all of the list, and can be taken back."""

from simple_history.utils import bulk_create_with_history

from kyodo_portal.common.japanese.kana import kana_fold
from kyodo_portal.common.lists.table_pages import OUT
from kyodo_portal.process.table_actions import TableWork
from kyodo_portal.process.table_matching_actions import TableMatching
from partners.directory.actions import search_text_of
from partners.directory.kind import MembersUnit, PartnerKind
from partners.directory.many_actions import published_of, write_tags, write_values_of_many
from partners.directory.models import Partner
from partners.directory.standing import Standing

from .access import can_import
from .lines import JOIN, NEW, TAGS, Reader, changes_to, kinds_found
from .models import PartnerImport, PartnerImportRow
from .undo_actions import kept_values, put_back, rows_of
from .words import HEADINGS, kinds_guessed

AT_A_TIME = 500
GONE = "確かめたあとに、この団体がほかの団体にまとまったか、なくなりました"
Outcome = PartnerImportRow.Outcome


def take_in(run, *, by, version, choices):
    """Begin to make and fill groups out of the list; nobody is told. The first rows are in with this, the others follow (`WORK`).

    choices: {index of a line: code of `Line.choices`}, what is not named is done as the page proposed. A new group is `listed` (a
    person `unlisted`): no page for everybody shows it before a public entry names it or it is registered. EditConflict where the
    list was matched anew since, ValidationError for an unknown choice and where nothing is taken in. Returns the PartnerImport.
    """
    return MATCHING.take_in(WORK, run, by=by, version=version, choices=choices, lines_of=_lines_of, decided=_decided)


def _lines_of(run):
    return Reader(run).lines()


def _decided(line, code, why):
    """[index, code, whether the line names the body by its number, why it stays out] of a line, for PartnerImport.chosen."""
    return [line.index, code, line.own is not None, why[:200]]


def take_some(run, some):
    """[PartnerImportRow] of these entries of `run.chosen`, made, filled or left out. A body that is gone since is named in its row."""
    reader = Reader(run, compares=False)
    lines = {line.index: line for line in reader.lines({index for index, code, _, _ in some if code != OUT})}
    rows = [_left_out(index, why) for index, code, _, why in some if code == OUT]
    rows += _make(run, [lines[index] for index, code, _, _ in some if code == NEW])
    joined = {index: (int(code.removeprefix(f"{JOIN}:")), is_own) for index, code, is_own, _ in some if code not in (NEW, OUT)}
    bodies = Partner.objects.select_for_update().filter(merged_into=None).prefetch_related(*TAGS)
    held, pairs = bodies.in_bulk([key for key, _ in joined.values()]), []
    for index, (key, is_own) in joined.items():
        if key not in held:
            rows.append(_left_out(index, GONE))
            continue
        lines[index].own = held[key] if is_own else None
        pairs.append((lines[index], held[key]))
    return rows + _join(pairs, run.begun_by)


def _left_out(index, why):
    return PartnerImportRow(number=index + 1, outcome=Outcome.LEFT_OUT, why=why)


def _make(run, lines):
    """[PartnerImportRow] of new groups."""
    made = [_partner(run, line) for line in lines]
    bulk_create_with_history(made, Partner, batch_size=AT_A_TIME, default_user=run.begun_by)
    for name in TAGS:
        write_tags(name, [(body, line.values[name]) for body, line in zip(made, lines, strict=True) if name in line.values])
    return [
        PartnerImportRow(number=line.number, outcome=Outcome.MADE, partner=body) for body, line in zip(made, lines, strict=True)
    ]


def _partner(run, line):
    values = {name: value for name, value in line.values.items() if name not in TAGS}
    person = values["kind"] == PartnerKind.CITIZEN
    partner = Partner(**values, standing=Standing.UNLISTED if person else Standing.LISTED, source_note=run.name)
    partner.members_unit = MembersUnit.of_word(getattr(values.get("members_count"), "unit", ""))
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]
    partner.search_text = search_text_of(partner, *(line.values.get(name, ()) for name in TAGS))
    return partner


def _join(pairs, by):
    """[PartnerImportRow] of groups that were there, whose rows are held: filled or put right, and what they said before."""
    published, rows = published_of([body for _, body in pairs]), []
    while pairs:  # of several lines for one group each sees what the one before it wrote
        now = list({body.pk: (line, body) for line, body in reversed(pairs)}.values())
        taken = {line.index for line, _ in now}
        pairs = [(line, body) for line, body in pairs if line.index not in taken]
        rows += _write(now, published, by)
    return rows


def _write(pairs, published, by):
    changed = {body.pk: changes_to(body, line, published.get(body.pk, ())) for line, body in pairs}
    before = {body.pk: kept_values(body, changed[body.pk]) for _, body in pairs}
    write_values_of_many([(body, changed[body.pk]) for _, body in pairs if changed[body.pk]], by=by)
    rows = []
    for line, body in pairs:
        after = kept_values(body, changed[body.pk])
        kept = {name: [before[body.pk][name], value] for name, value in after.items()}
        rows.append(PartnerImportRow(number=line.number, outcome=Outcome.JOINED, partner=body, changed=kept))
    return rows


def _guess_words(run, last):
    run.words = {"kind": kinds_guessed(kinds_found(run), last.words.get("kind") if last else None)}


MATCHING = TableMatching(
    can_import,
    PartnerImport,
    HEADINGS,
    ("name",),
    _guess_words,
    begun="名簿を読みはじめた",
    taken_already="この名簿は、もう入れました。",
)
begin_import = MATCHING.begin
WORK = TableWork(
    can_import, PartnerImport, PartnerImportRow, take_some, rows_of, put_back, "名簿を取り込んだ", "名簿の取込をもどした"
)
