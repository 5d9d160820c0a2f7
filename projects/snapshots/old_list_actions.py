"""過去の一覧を読み込む, step by step: nothing counts before the last one, and that one can be withdrawn by a further version."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from guidelines.models import CollaborationForm
from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.headings import refuse_head
from kyodo_portal.common.postgres.holding import one_writer
from kyodo_portal.process.edits import OVERTAKEN
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once

from .access import can_keep_lists
from .actions import FROZEN_ALREADY, NO_LIST, newest, publish_year, write_version
from .models import OldList, Snapshot
from .old_rows import lines_of, rows_of, words_found
from .old_words import HEADINGS, words_guessed

TAKEN_ALREADY = "この一覧は、もう入れました。"
NO_ROWS = "入れる行が1つもありません。見出しの行と列を確かめてください。"
NOT_A_LIST = "この年度の一覧は、読み込んだものではありません。"


def begin_old_list(*, by, form_key, fiscal_year, name, sheets, file_name=""):
    """A table is handed in: its headings and columns are guessed at once. The same `form_key` gives the same OldList."""
    if not can_keep_lists(by):
        raise PermissionDenied
    _refuse_frozen(fiscal_year)

    def make():
        old = OldList(
            by=by,
            form_key=form_key,
            fiscal_year=fiscal_year,
            name=name,
            sheets=sheets,
            file_name=file_name,
            head=HEADINGS.head_of(sheets[0][1]),
        )
        _guess(old)
        old.save()
        record("import", by=by, target=old, note="過去の一覧を読みはじめた", rows=len(sheets[0][1]))
        return old

    return create_once(OldList, form_key, make, theirs={"by_id": by.pk})


@transaction.atomic
def choose_head(old, *, by, version, sheet, head):
    """Which sheet is read, and which of its rows holds the headings (both from 0); the columns are guessed anew."""
    locked = _held(old, by, version)
    refuse_head(locked, sheet, head)
    locked.sheet, locked.head, locked.words, locked.left_out = sheet, head, {}, []
    _guess(locked)
    return _saved(locked)


@transaction.atomic
def match_columns(old, *, by, version, targets):
    """What each column is (a key of old_words.TARGETS, "" for unused), in their order; the words are guessed anew."""
    locked = _held(old, by, version)
    HEADINGS.refuse(targets, must="title")
    locked.columns = [[heading, target] for (heading, _), target in zip(locked.columns, targets, strict=True)]
    locked.left_out = []
    _guess_words(locked)
    return _saved(locked)


@transaction.atomic
def match_words(old, *, by, version, words):
    """What each word means: {"form", "counted", "kind"}: {word: code}; lines that look like another are left out at first."""
    locked = _held(old, by, version)
    locked.words = words
    locked.left_out = [line.index for line in lines_of(locked) if any("と同じ行です" in text for text in line.look)]
    return _saved(locked)


@transaction.atomic
def take_in(old, *, by, version, left_out, is_public):
    """Make a Snapshot `list` of the table, without the lines whose index is in `left_out`; the cells are forgotten then.

    ValidationError where the year is frozen or no row is left. Returns the Snapshot.
    """
    locked = _held(old, by, version)
    one_writer(Snapshot)
    _refuse_frozen(locked.fiscal_year)
    locked.left_out = sorted(set(left_out))
    rows = rows_of(locked, lines_of(locked))
    if not rows:
        raise ValidationError(NO_ROWS)
    why = f"「{locked.name}」を読み込みました。"
    former = newest(locked.fiscal_year)
    made = write_version(locked.fiscal_year, rows, by=by, source=Snapshot.Source.LIST, name=locked.name, why=why, former=former)
    locked.snapshot, locked.sheets = made, []
    _saved(locked)
    if is_public:
        publish_year(locked.fiscal_year, by=by)
    return made


@transaction.atomic
def withdraw_list(year, *, by, version, why):
    """読み込みを取り下げる: the version before it stands again, as a further version; where there was none, the year has no list.

    version: the one that the page showed. ValidationError without a reason and for what is no list that was taken in.
    """
    if not can_keep_lists(by):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": "取り下げるわけを書いてください。"})
    one_writer(Snapshot)
    last = newest(year)
    if last is None:
        raise ValidationError(NO_LIST)
    if last.version != version:
        raise EditConflict(OVERTAKEN, last)
    if last.source != Snapshot.Source.LIST:
        raise ValidationError(NOT_A_LIST)
    before = Snapshot.objects.filter(fiscal_year=year, version__lt=last.version).order_by("-version").first()
    if before is None or before.source != Snapshot.Source.LIST:
        return write_version(year, [], by=by, source=Snapshot.Source.WITHDRAWN, why=why, former=last)
    rows = list(before.rows.all())
    for row in rows:
        row.pk = None
        row._state.adding = True
    return write_version(year, rows, by=by, source=Snapshot.Source.LIST, name=before.name, why=why, former=last)


def _held(old, by, version):
    if not can_keep_lists(by):
        raise PermissionDenied
    locked = OldList.objects.select_for_update().get(pk=old.pk)
    if locked.snapshot_id:
        raise ValidationError(TAKEN_ALREADY)
    if locked.version != version:
        raise EditConflict(OVERTAKEN, locked)
    return locked


def _saved(old):
    old.version += 1
    old.save()
    return old


def _refuse_frozen(year):
    last = newest(year)
    if last is not None and last.source == Snapshot.Source.FROZEN:
        raise ValidationError({"fiscal_year": FROZEN_ALREADY})


def _remembered():
    """The last list that was taken in, or None: the next year's table mostly has the same headings and words."""
    return OldList.objects.filter(snapshot__isnull=False).order_by("-at", "-pk").first()


def _guess(old):
    HEADINGS.guess(old, _remembered())
    _guess_words(old)


def _guess_words(old):
    last = _remembered()
    own = dict(CollaborationForm.objects.own().values_list("title", "code"))
    old.words = words_guessed(words_found(old), own, last.words if last else None)
