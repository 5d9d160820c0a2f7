"""One body stands in the directory twice: what was written of the one goes to the other, and can be brought back."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import name_changed
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from partners.directory.access import people_of
from partners.directory.actions import refresh_search
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.standing import Standing

from .access import can_merge
from .merge_models import PartnerMerge
from .merge_rows import FILLED, movable, rows_of

OPEN_PAPERS = "「{}」の申請が途中です。決まってから、まとめてください。"
WRONG_WAY = "登録している団体のほうを、のこす団体にしてください。"
MERGED_ALREADY = "「{}」は、もう別の団体にまとめられています。"
LATER_ONE = "のこした団体が、そのあと別の団体にまとめられています。先に、そちらをもどしてください。"
TAKEN_BACK = "この統合は、もうもどされています。"


def etag_of_merge(keep, gone):
    """The token of the page that shows what a merge would do: how the two stood."""
    return etag_of([[row.pk, row.standing, row.merged_into_id, row.updated_at.isoformat()] for row in (keep, gone)])


def problem_of(keep, gone):
    """Why these two cannot be made one, in words; "" where they can. Two queries."""
    for row in (keep, gone):
        if row.merged_into_id:
            return MERGED_ALREADY.format(row)
        if row.registrations.under_way().exists():
            return OPEN_PAPERS.format(row)
    if keep.pk == gone.pk:
        return "ちがう2つの団体を選んでください。"
    registered = (Standing.REGISTERED, Standing.DORMANT)
    return WRONG_WAY if gone.standing in registered and keep.standing not in registered else ""


@transaction.atomic
def merge_partners(keep, gone, *, by, why, etag=None):
    """Make `gone` part of `keep`: people, entries of the ledger, proposals, papers go along, empty boxes are filled, `gone` leaves.

    What stands with both already (the same person, the same entry) stays where it is, as do append-only rows and consents. The
    address of `gone` leads to `keep` from then on. etag: `etag_of_merge` as the page was opened, None: not asked; EditConflict
    when one of the two has changed since. PermissionDenied for whoever `can_merge` says no to, ValidationError for what
    `problem_of` says. Returns the PartnerMerge. Queries: a few for each table that names `gone`.
    """
    keep, gone = _locked(keep, gone)
    if not can_merge(by, keep, gone):
        raise PermissionDenied
    if not why.strip():
        raise ValidationError({"why": "同じ団体だとわかったわけを書いてください。"})
    if known := PartnerMerge.objects.filter(keep=keep, gone=gone, by=by, why=why, undone_at=None).first():
        return known  # the second press
    if etag is not None and etag != etag_of_merge(keep, gone):
        raise EditConflict(OVERTAKEN, keep)
    if problem := problem_of(keep, gone):
        raise ValidationError(problem)
    merge = PartnerMerge(keep=keep, gone=gone, why=why, by=by, standing=gone.standing)
    merge.moved = {key: moved for key, column in movable() if (moved := _move(column, gone, keep))}
    merge.moved["ended"] = _end_doubles(gone)
    merge.filled = _fill(keep, gone)
    gone.standing, gone.merged_into = Standing.LEFT, keep
    gone.save()
    merge.save()
    _names_anew(keep, gone)
    record("merge", by=by, target=keep, note=f"「{gone}」をまとめた：{why}")
    _tell(merge, by, f"「{gone}」を「{keep}」にまとめました", f"わけ：{why}")
    return merge


@transaction.atomic
def part_again(merge, *, by, why):
    """もどす: what went along goes back where it still stands with the one that was kept, and both stand as before.

    ValidationError where it was taken back already, without a reason, or where the kept one was merged itself since.
    """
    merge = PartnerMerge.objects.select_for_update().get(pk=merge.pk)
    keep, gone = _locked(merge.keep, merge.gone)
    if not can_merge(by, keep, gone):
        raise PermissionDenied
    if merge.undone_at is not None and (merge.undone_by_id, merge.undone_why) == (by.pk, why):
        return  # the second press
    if merge.undone_at is not None:
        raise ValidationError(TAKEN_BACK)
    if not why.strip():
        raise ValidationError({"why": "もどすわけを書いてください。"})
    if keep.merged_into_id:
        raise ValidationError(LATER_ONE)
    ended = merge.moved.get("ended", {})
    for key, column in movable():
        rows_of(column, keep).filter(pk__in=merge.moved.get(key, [])).update(**{column.name: gone})
    for pk, until in ended.items():
        Membership.objects.filter(pk=pk, partner=gone).update(until=until)
    for name in merge.filled:
        if getattr(keep, name) == getattr(gone, name):
            setattr(keep, name, FILLED[name])
    keep.save()
    gone.standing, gone.merged_into = merge.standing, None
    gone.save()
    merge.undone_by, merge.undone_at, merge.undone_why = by, timezone.now(), why
    merge.save()
    _names_anew(keep, gone)
    record("merge", by=by, target=keep, note=f"「{gone}」をまとめたことをもどした：{why}")
    _tell(merge, by, f"「{gone}」を「{keep}」にまとめたことを、もどしました", f"わけ：{why}")
    return merge


def _locked(*partners):
    rows = {row.pk: row for row in Partner.objects.select_for_update().filter(pk__in=[p.pk for p in partners]).order_by("pk")}
    return [rows[partner.pk] for partner in partners]


def _move(column, gone, keep):
    """[key] of the rows that went from one to the other; a row that may not stand with both stays."""
    keys = list(rows_of(column, gone).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows_of(column, gone).update(**{column.name: keep})
        return keys
    except IntegrityError:
        return [key for key in keys if _moved_alone(column, key, keep)]


def _moved_alone(column, key, keep):
    try:
        with transaction.atomic():
            return bool(column.model._base_manager.filter(pk=key).update(**{column.name: keep}))
    except IntegrityError:
        return False


def _end_doubles(gone):
    """{key: last day before} of memberships of people who belong to the kept one already: their place in the other ends."""
    yesterday, ended = timezone.localdate() - datetime.timedelta(days=1), {}
    for row in Membership.objects.filter(partner=gone, until__isnull=True):
        ended[str(row.pk)] = None
        Membership.objects.filter(pk=row.pk).update(until=max(yesterday, row.since))
    return ended


def _fill(keep, gone):
    """[name] of the empty boxes of `keep` that say now what the other's said; nothing becomes public by a consent that stands."""
    published = set(keep.consents.in_force().values_list("field", flat=True))
    filled = [
        name
        for name, empty in FILLED.items()
        if getattr(keep, name) == empty and getattr(gone, name) != empty and name not in published
    ]
    for name in filled:
        setattr(keep, name, getattr(gone, name))
    if "members_count" in filled:
        keep.members_unit = gone.members_unit
    keep.save()
    return filled


def _names_anew(keep, gone):
    for row in (gone, keep):
        refresh_search(row)
        name_changed(row)


def _tell(merge, by, title, body):
    people = {user.pk: user for row in (merge.keep, merge.gone) for user in people_of(row) if user.pk != by.pk}
    said = {"title": title, "body": body, "url": merge.keep.get_absolute_url()}
    tell_later(people.values(), about=f"merge:{merge.pk}", takes_back=merge.undone_at is not None, by=by, **said)
