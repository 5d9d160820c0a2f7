"""名簿の取込, step by step: nothing counts before the last one, which takes in all of the list, and can be taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.kana import kana_fold
from kyodo_portal.common.lists.headings import refuse_head
from kyodo_portal.process.edits import OVERTAKEN
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.table_actions import TableWork, begin_taking
from partners.directory.actions import search_text_of
from partners.directory.kind import MembersUnit, PartnerKind
from partners.directory.many_actions import published_of, write_values_of_many
from partners.directory.models import Partner
from partners.directory.standing import Standing

from .access import can_import
from .lines import JOIN, NEW, OUT, TAGS, Reader, changes_to, kinds_found
from .models import PartnerImport, PartnerImportRow
from .undo_actions import kept_values, put_back, rows_of
from .words import HEADINGS, kinds_guessed

AT_A_TIME = 500
TAKEN_ALREADY = "この名簿は、もう入れました。"
NO_ROWS = "入れる行が1つもありません。見出しの行と列を確かめてください。"
NO_CHOICE = "{}行目をどうするか、選び直してください。"
GONE = "確かめたあとに、この団体がほかの団体にまとまったか、なくなりました"
Outcome = PartnerImportRow.Outcome


def begin_import(*, by, form_key, name, sheets, file_name=""):
    """A list is handed in: its headings and columns are guessed at once. The same `form_key` gives the same PartnerImport."""
    if not can_import(by):
        raise PermissionDenied

    def make():
        head = HEADINGS.head_of(sheets[0][1])
        run = PartnerImport(by=by, form_key=form_key, name=name, sheets=sheets, file_name=file_name, head=head)
        _guess(run)
        run.save()
        record("import", by=by, target=run, note="名簿を読みはじめた", rows=len(sheets[0][1]))
        return run

    return create_once(PartnerImport, form_key, make, theirs={"by_id": by.pk})


@transaction.atomic
def choose_head(run, *, by, version, sheet, head):
    """Which sheet is read, and which of its rows is the last one of the headings (both from 0); the columns are guessed anew."""
    locked = _held(run, by, version)
    refuse_head(locked, sheet, head)
    locked.sheet, locked.head = sheet, head
    _guess(locked)
    return _saved(locked)


@transaction.atomic
def match_columns(run, *, by, version, targets):
    """What each column is (a key of words.TARGETS, "" for unused), in their order; the words are guessed anew."""
    locked = _held(run, by, version)
    HEADINGS.refuse(targets, must="name")
    locked.columns = [[heading, target] for (heading, _), target in zip(locked.columns, targets, strict=True)]
    _guess_words(locked)
    return _saved(locked)


@transaction.atomic
def match_words(run, *, by, version, kinds):
    """Which kind each word means: {word: code of PartnerKind or ""}."""
    locked = _held(run, by, version)
    locked.words = {"kind": kinds}
    return _saved(locked)


def take_in(run, *, by, version, choices):
    """Begin to make and fill groups out of the list; nobody is told. The first rows are in with this, the others follow (`WORK`).

    choices: {index of a line: code of `Line.choices`}, what is not named is done as the page proposed. A new group is `listed` (a
    person `unlisted`): no page for everybody shows it before a public entry names it or it is registered. EditConflict where the
    list was matched anew since, ValidationError for an unknown choice and where nothing is taken in. Returns the PartnerImport.
    """
    _refuse_others(by)
    fresh = PartnerImport.objects.get(pk=run.pk)
    if fresh.is_begun:
        raise ValidationError(TAKEN_ALREADY)
    lines = Reader(fresh).lines()  # compared before the row is held: that takes seconds
    chosen = [_decided(line, OUT if line.out else choices.get(line.index, line.choice)) for line in lines]
    with transaction.atomic():
        locked = _held(run, by, version)
        if all(code == OUT for _, code, _, _ in chosen):
            raise ValidationError(NO_ROWS)
        return begin_taking(WORK, locked, chosen, by=by)


def _decided(line, code):
    """[index, code, whether the line names the body by its number, why it stays out] of a line, for PartnerImport.chosen."""
    if not line.out and code not in [known for known, _ in line.choices]:
        raise ValidationError(NO_CHOICE.format(line.number))
    why = (line.out or "。".join(line.look) or "入れないことにした")[:200] if code == OUT else ""
    return [line.index, code, line.own is not None, why]


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
        through = getattr(Partner, name).through
        column = Partner._meta.get_field(name).m2m_reverse_name()
        tags = [(body, tag) for body, line in zip(made, lines, strict=True) for tag in line.values.get(name, ())]
        through.objects.bulk_create((through(partner_id=body.pk, **{column: tag.pk}) for body, tag in tags), batch_size=AT_A_TIME)
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


def _refuse_others(by):
    if not can_import(by):
        raise PermissionDenied


def _held(run, by, version):
    _refuse_others(by)
    locked = PartnerImport.objects.select_for_update().get(pk=run.pk)
    if locked.is_begun:
        raise ValidationError(TAKEN_ALREADY)
    if locked.version != version:
        raise EditConflict(OVERTAKEN, locked)
    return locked


def _saved(run):
    run.version += 1
    run.save()
    return run


def _remembered():
    """The last list that was taken in, or None: the next one mostly has the same headings and words."""
    return PartnerImport.objects.filter(taken_at__isnull=False).order_by("-taken_at", "-pk").first()


def _guess(run):
    HEADINGS.guess(run, _remembered())
    _guess_words(run)


def _guess_words(run):
    last = _remembered()
    run.words = {"kind": kinds_guessed(kinds_found(run), last.words.get("kind") if last else None)}


WORK = TableWork(
    can_import, PartnerImport, PartnerImportRow, take_some, rows_of, put_back, "名簿を取り込んだ", "名簿の取込をもどした"
)
