"""Freezing a 年度, correcting it by a further version, publishing it. A version is written once and never changed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from kyodo_portal.common.postgres.holding import hold_still, one_writer
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news
from kyodo_portal.process.edits import OVERTAKEN
from kyodo_portal.process.errors import EditConflict
from projects.cycles.act.models import Improvement
from projects.cycles.check.models import Evaluation, EvaluationAnswer, Report
from projects.cycles.models import Cycle
from projects.entries.models import Participation, Project

from .access import can_keep_lists
from .figures import changes_of, fingerprint, mark_new, summary_of
from .ledger_rows import gaps_of, matters_of, proposals_of, rows_of
from .models import PublishedYear, Snapshot, SnapshotRow

ROWS_AT_A_TIME = 500  # written
HELD_STILL = (Project, Cycle, Participation, Report, Improvement, Evaluation, EvaluationAnswer)
FROZEN_ALREADY = "この年度は、もう確定しています。直すときは、訂正版を出してください。"
NOT_FROZEN = "この年度は、まだ確定していません。先に棚卸しを確定してください。"
NOTHING_CHANGED = "いまの台帳は、最後の版と同じです。先に台帳を直してから、訂正版を出してください。"
NO_LIST = "この年度の一覧が、まだありません。"
BY_ITS_ROUND = "この年度は、年次棚卸しのページで公表します。"


def newest(year):
    """The version of this 年度 that stands, or None. One query."""
    return Snapshot.objects.newest().filter(fiscal_year=year).first()


@transaction.atomic
def freeze_year(year, *, by, why=""):
    """棚卸しを確定する: write the ledger of this 年度 down as its next version, with its figures. Returns the Snapshot.

    The ledger is held still meanwhile, so that all that is read is of one moment. ValidationError where it is frozen already.
    Queries: about twenty, and one for each 500 rows.
    """
    _refuse_others(by)
    one_writer(Snapshot)
    hold_still(*HELD_STILL)
    former = newest(year)
    if former is not None and former.source == Snapshot.Source.FROZEN:
        raise ValidationError(FROZEN_ALREADY)
    return _write_ledger(year, former, by, why or "棚卸しを確定しました。")


@transaction.atomic
def correct_year(year, *, by, why):
    """訂正版を出す: the ledger as it stands now becomes the next version of a frozen year; `why` is read by everybody.

    Of a published year it is news. ValidationError where the year is not frozen, where nothing changed since, or without a reason.
    """
    _refuse_others(by)
    if not why.strip():
        raise ValidationError({"reason": "直したわけを書いてください。だれでも読めます。"})
    one_writer(Snapshot)
    hold_still(*HELD_STILL)
    former = newest(year)
    if former is None or former.source != Snapshot.Source.FROZEN:
        raise ValidationError(NOT_FROZEN)
    made = _write_ledger(year, former, by, why, must_differ=True)
    if PublishedYear.objects.filter(fiscal_year=year).exists():
        _say_corrected(made)
    return made


def _say_corrected(made):
    """Who follows what the city publishes reads that a list which everybody had read says something else now, and why."""
    announce(
        kind=News.Kind.REPORT,
        title=f"{fiscal_label(made.fiscal_year)}の一覧の訂正版（第{made.version}版）を出しました",
        url=made.get_absolute_url(),
        source=f"{_source(made.fiscal_year)}:{made.version}",
        keys=(),
        summary=made.why,
    )


@transaction.atomic
def publish_year(year, *, by):
    """公表する: everybody reads the newest version of this year, and each later one at once. Twice is once."""
    _refuse_others(by)
    if newest(year) is None:
        raise ValidationError(NO_LIST)
    PublishedYear.objects.get_or_create(fiscal_year=year, defaults={"by": by})
    announce(
        kind=News.Kind.REPORT,
        title=f"{fiscal_label(year)}の一覧を公表しました",
        url=reverse("report-list", args=[year]),
        source=_source(year),
        keys=(),
    )
    record("publish", by=by, note=f"{fiscal_label(year)}の一覧を公表した")


@transaction.atomic
def unpublish_year(year, *, by):
    """公表を取りやめる: nobody but the office reads the year's list any more; its versions stay."""
    _refuse_others(by)
    PublishedYear.objects.filter(fiscal_year=year).delete()
    off_the_page("site", year)
    withdraw_news(_source(year))
    record("publish", by=by, note=f"{fiscal_label(year)}の一覧の公表をやめた")


def _source(year):
    return f"report:{year}:list"


@transaction.atomic
def publish_list(year, *, by, version):
    """The same of an old list, from the page that showed this version. What an inventory froze is published by its own step."""
    _refuse_other_than_list(year, version)
    publish_year(year, by=by)


@transaction.atomic
def unpublish_list(year, *, by, version):
    """The same, back."""
    _refuse_other_than_list(year, version)
    unpublish_year(year, by=by)


def _refuse_other_than_list(year, version):
    last = newest(year)
    if last is None:
        raise ValidationError(NO_LIST)
    if last.source != Snapshot.Source.LIST:
        raise ValidationError(BY_ITS_ROUND)
    if last.version != version:
        raise EditConflict(OVERTAKEN, last)


def would_change(year):
    """The CHANGES that a further version would bring now; {} where nothing would, or nothing is frozen. Nothing is written."""
    former = newest(year)
    if former is None or former.source != Snapshot.Source.FROZEN:
        return {}
    old, rows = list(former.rows.all()), rows_of(year)
    mark_new(rows, _rows_before(year))
    return changes_of(old, rows) if fingerprint(old) != fingerprint(rows) else {}


def _refuse_others(by):
    if by is not None and not can_keep_lists(by):
        raise PermissionDenied


def _rows_before(year):
    """The rows of the newest list of the year before; None where there is none."""
    before = newest(year - 1)
    return None if before is None else list(before.rows.all())


def _write_ledger(year, former, by, why, *, must_differ=False):
    rows = rows_of(year)
    sha256 = fingerprint(rows)
    if must_differ and former.sha256 == sha256:
        raise ValidationError(NOTHING_CHANGED)
    more = {"gaps": gaps_of(year), "proposals": proposals_of(year), "sha256": sha256}
    return write_version(year, rows, by=by, source=Snapshot.Source.FROZEN, why=why, former=former, **more)


def write_version(year, rows, *, by, source, why="", name="", former=None, sha256="", **more):
    """The next version of a year out of SnapshotRow that are not saved; see figures.SUMMARY. `why`: kept of all but the first.

    former: the version that stands now, or None. sha256: the fingerprint of the rows, where it is known already. The database refuses a version that somebody else has written meanwhile.
    """
    before = _rows_before(year)
    mark_new(rows, before)
    last = Snapshot.objects.filter(fiscal_year=year).order_by("-version").values_list("version", flat=True).first()
    made = Snapshot.objects.create(
        fiscal_year=year,
        version=(last or 0) + 1,
        source=source,
        name=name,
        row_count=len(rows),
        sha256=sha256 or fingerprint(rows),
        summary=summary_of(year, rows, before, **more),
        changes=changes_of(list(former.rows.all()), rows) if former is not None else {},
        why=why if last else "",
        by=by,
    )
    for row in rows:
        row.snapshot = made
    SnapshotRow.objects.bulk_create(rows, ROWS_AT_A_TIME)
    record("freeze", by=by, target=made, note=str(made), rows=len(rows))
    return made


def _of_round(action, *, says_why=False):
    """The effect of a step of the year's round: `action` for its 年度."""

    def effect(subject, *, by, reason, **answers):
        action(subject.fiscal_year, by=by, **({"why": reason} if says_why else {}))

    return effect


def _what_is_frozen(round):
    """How many rows the list would get that freezing makes, and that a year which still goes on may get more."""
    last = fiscal_span(round.fiscal_year)[1]
    early = f"この年度は、まだ終わっていません（{jdate(last)}まで）。このあと始まる協働は、訂正版で足すことになります。"
    return [
        f"いまの台帳の{matters_of(round.fiscal_year).count()}行を、{fiscal_label(round.fiscal_year)}の一覧として確定します。"
        "あとで直すときは訂正版になり、前の版も残ります。",
        *([early] if timezone.localdate() <= last else []),
    ]


def _what_is_corrected(round):
    """What a further version would change; correct_year refuses where that is nothing."""
    counts = would_change(round.fiscal_year).get("counts")
    if not counts:
        return ["いまの台帳は、確定した一覧と同じです。訂正版で直るところはありません。"]
    said = "、".join(f"{word}{counts[key]}行" for key, word in (("added", "足す"), ("removed", "除く"), ("changed", "直す")))
    return [f"訂正版で変わること：{said}。1行ずつは「一覧と版を見る」で確かめられます。"]


def _where_it_is_read(round, *, reason="", **answers):
    """What the offices read of a correction: why, and where they see what changed."""
    return f"{reason}\n変わったところは、この画面の「一覧と版を見る」で読めます。"


def _what_is_published(round):
    """How many rows everybody reads from now on."""
    stands = newest(round.fiscal_year)
    return [f"公表すると、この年度の一覧（{stands.row_count}行）を、だれでも読めます。"] if stands else []


# What the steps of the year's round do to its list (projects/inventory/workflow.py names them by this path).
HOOKS = {
    "freeze": Hook(effect=_of_round(freeze_year), warns=_what_is_frozen),
    "correct": Hook(effect=_of_round(correct_year, says_why=True), warns=_what_is_corrected, notice=_where_it_is_read),
    "publish": Hook(effect=_of_round(publish_year), warns=_what_is_published),
    "unpublish": Hook(effect=_of_round(unpublish_year)),
}
