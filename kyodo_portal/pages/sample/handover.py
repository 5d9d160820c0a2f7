"""What the sample city shows of people who change: one 引継ぎ handed over, one without a taker, one invitation that waits."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import invite
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.once import create_once
from partners.models import Membership
from projects.handover.actions import membership_ends, write_sheet, written_on
from projects.handover.matters import open_matters_of
from projects.ledger.window_actions import name_window

from .clock import at, days_ago
from .people import belongs, person

LEAVES_IN = 20  # days
ADVICE = "代表の方は、昼はメールがつながりやすいです。写真は、顔が出ないものを使う約束です。"
OPEN = "次の打合せの日が、まだ決まっていません。"


def settle(cast):
    """子ども課: handed over and waiting to be taken. 福祉課: nobody is named. 環境課: somebody new is invited."""
    Part, day = Membership.Part, timezone.localdate() + datetime.timedelta(days=LEAVES_IN)
    for key in ("kodomo_ka", "fukushi_ka", "kankyo_ka"):
        belongs(person(f"suishin-{key.replace('_', '-')}", "見本 推進"), cast[key], Part.PROMOTER)
    comer = person("kodomo-ka-2", "見本 後任")
    belongs(comer, cast["kodomo_ka"])
    with at(days_ago(8)):
        handover = _leaves(cast, "kodomo_ka", day)
        take_step(handover, "name", by=cast["jimukyoku"], version=handover.version, taker=comer)
    with at(days_ago(1)):
        for sheet in handover.sheets.all():
            values = {"advice": ADVICE, "open_points": OPEN}
            write_sheet(sheet, by=cast["kodomo_ka_staff"], values=values, etag=fields_etag(written_on(sheet)))
        handover.refresh_from_db()
        take_step(handover, "hand", by=cast["kodomo_ka_staff"], version=handover.version)
    with at(days_ago(3)):
        _leaves(cast, "fukushi_ka", day)
    _invite(cast)


def _leaves(cast, key, day):
    """The one clerk of this office leaves: whom its matters had for a window, and the 引継ぎ that follows."""
    staff, office = cast[f"{key}_staff"], cast[key]
    for project in open_matters_of(office, "city").order_by("pk")[:3]:
        name_window(project, by=staff, main=staff)
    row = Membership.objects.select_related("user", "partner").get(user=staff, partner=office)
    row.until = day
    row.save(update_fields=["until"])
    return membership_ends(row, by=cast["jimukyoku"])


def _invite(cast):
    key = uuid.uuid5(uuid.NAMESPACE_URL, "sample:invitation")
    values = {"email": "shinjin@example.jp", "part": Membership.Part.MEMBER, "since": timezone.localdate()}
    create_once(
        Invitation,
        key,
        lambda: invite(kind="staff", target=str(cast["kankyo_ka"].pk), by=cast["jimukyoku"], form_key=key, **values),
    )
