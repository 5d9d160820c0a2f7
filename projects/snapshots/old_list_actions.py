"""過去の一覧を読み込む, step by step: nothing counts before the last one, and that one can be withdrawn by a further version."""

from django.core.exceptions import ValidationError
from django.db import transaction

from guidelines.models import CollaborationForm
from kyodo_portal.common.postgres.holding import one_writer
from kyodo_portal.process.edits import OVERTAKEN
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.table_matching_actions import NO_ROWS, TableMatching, saved

from .access import can_keep_lists
from .actions import FROZEN_ALREADY, NO_LIST, newest, publish_year, write_version
from .models import OldList, Snapshot
from .old_rows import lines_of, rows_of, words_found
from .old_words import HEADINGS, words_guessed

NOT_A_LIST = "この年度の一覧は、読み込んだものではありません。"


def begin_old_list(*, by, form_key, fiscal_year, name, sheets, file_name=""):
    """A table is handed in: its headings and columns are guessed at once. The same `form_key` gives the same OldList."""
    MATCHING.refuse_others(by)
    _refuse_frozen(fiscal_year)
    more = {"name": name, "sheets": sheets, "file_name": file_name, "fiscal_year": fiscal_year}
    return MATCHING.begin(by=by, form_key=form_key, **more)


@transaction.atomic
def take_in(old, *, by, version, left_out, is_public):
    """Make a Snapshot `list` of the table, without the lines whose index is in `left_out`; the cells are forgotten then.

    ValidationError where the year is frozen or no row is left. Returns the Snapshot.
    """
    locked = MATCHING.held(old, by, version)
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
    saved(locked)
    if is_public:
        publish_year(locked.fiscal_year, by=by)
    return made


@transaction.atomic
def withdraw_list(year, *, by, version, why):
    """読み込みを取り下げる: the version before it stands again, as a further version; where there was none, the year has no list.

    version: the one that the page showed. ValidationError without a reason and for what is no list that was taken in.
    """
    MATCHING.refuse_others(by)
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


def _refuse_frozen(year):
    last = newest(year)
    if last is not None and last.source == Snapshot.Source.FROZEN:
        raise ValidationError({"fiscal_year": FROZEN_ALREADY})


def _guess_words(old, last):
    own = dict(CollaborationForm.objects.own().values_list("title", "code"))
    old.words, old.left_out = words_guessed(words_found(old), own, last.words if last else None), []


def _leave_out_doubles(old):
    """Lines that look like another are left out at first."""
    old.left_out = [line.index for line in lines_of(old) if any("と同じ行です" in text for text in line.look)]


MATCHING = TableMatching(
    can_keep_lists, OldList, HEADINGS, ("title",), _guess_words, begun="過去の一覧を読みはじめた", taken_already="この一覧は、もう入れました。",
    taken=("snapshot__isnull", False), newest=("-at", "-pk"), after_words=_leave_out_doubles,
)  # fmt: skip
