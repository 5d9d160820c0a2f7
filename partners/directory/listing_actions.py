"""What the secretariat does about a listing: a consent that came on paper, taking a listing down, putting it up again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import name_changed
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict

from .access import can_take_down, people_of
from .actions import write_name_consent
from .consent_models import NAME
from .kind import PartnerKind
from .listing_models import ListingChange
from .models import Partner
from .news import sync_partner_news


def _locked(partner, by):
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_take_down(by, locked):
        raise PermissionDenied
    return locked


def etag_of_name_consent(partner):
    """The token of the page on which a word on paper is recorded: which word stands."""
    return etag_of(list(partner.consents.filter(field=NAME).order_by("pk").values_list("pk", "withdrawn_at")))


@transaction.atomic
def record_consent_on_paper(partner, *, by, given, received_on, etag=None):
    """An individual's own word on paper: consents to be named, or takes it back. received_on: 収受日.

    etag: `etag_of_name_consent` as the page was opened, None: not asked; EditConflict when another word was recorded since.
    PermissionDenied for whoever may not take listings down; ValidationError for a body that is no individual.
    """
    locked = _locked(partner, by)
    if locked.kind != PartnerKind.CITIZEN:
        raise ValidationError("名前の公開の同意を受けるのは、市民（個人）だけです。")
    if etag is not None and etag != etag_of_name_consent(locked) and given != locked.name_consent:
        raise EditConflict(OVERTAKEN, locked)
    write_name_consent(locked, by=by, given=given, received_on=received_on)
    what = "名前の公開に同意" if given else "名前の公開の同意を取り消し"
    record("consent", by=by, target=locked, note=f"{what}（書面、収受日 {received_on:%Y-%m-%d}）")
    body = "することはありません。名前の載り方は、この画面で確かめられます。"
    _tell(locked, by, f"「{locked}」の{what}する書面を受け付けました", body, f"name-consent:{locked.pk}")
    return locked


@transaction.atomic
def change_listing(partner, *, by, shown, reason):
    """Take a listing down, or put it up again, with a reason; the same press twice changes nothing, another reason is an EditConflict.

    Down, its page is there for its own people and the city only, no list finds it, and pages for everybody do not say its name.
    """
    locked = _locked(partner, by)
    if not reason.strip():
        raise ValidationError({"reason": "理由を書いてください。"})
    if shown == (locked.taken_down_at is None):
        last = ListingChange.objects.filter(partner=locked).order_by("pk").last()
        if last is None or (last.by_id, last.reason) != (by.pk, reason):
            raise EditConflict(f"掲載は、もう{'もどされて' if shown else '取り下げられて'}います。", locked)
        return locked
    locked.taken_down_at = None if shown else timezone.now()
    locked.save(update_fields=["taken_down_at", "updated_at"])
    ListingChange.objects.create(partner=locked, shown=shown, reason=reason, by=by)
    name_changed(locked)
    sync_partner_news(locked)
    record("listing", by=by, target=locked, note=f"{'掲載をもどした' if shown else '掲載を取り下げた'}：{reason}")
    title = f"「{locked}」の掲載を{'もどしました' if shown else '取り下げました'}"
    _tell(locked, by, title, f"理由：{reason}", about_listing(locked), takes_back=True)
    return locked


def about_listing(partner):
    """Of what the notices of taking a listing down speak."""
    return f"listing:{partner.pk}"


def _tell(partner, by, title, body, about, *, takes_back=False):
    others = [user for user in people_of(partner) if user.pk != by.pk]
    said = {"title": title, "body": body, "url": partner.get_absolute_url()}
    tell_later(others, about=about, takes_back=takes_back, by=by, **said)
