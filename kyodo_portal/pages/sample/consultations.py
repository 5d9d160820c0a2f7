"""The sample's consultations: eighteen of half a year, six of them with a sealed part, one told to the city, one month handed in."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.accounts.sample import ZONE_PASSPHRASE
from kyodo_portal.common.forms.three_way import fields_etag
from partners.models import Request
from projects.consultations.actions import add_follow_up, record_consultation, send_consultation, share_consultation, shared_of
from projects.consultations.desk_actions import hand_in
from projects.consultations.figures import content_of, fingerprint
from projects.consultations.periods import month_of
from projects.consultations.zone_actions import check_code, set_up
from projects.models import Consultation

from .clock import at, days_ago

LAID_OUT = 180  # days ago
# days ago, method, minutes, who, group, topics, responses, first, state, days until the next day
ROWS = (
    (162, "visit", 60, "group", "satoyama", ("money", "plan"), ("listen", "inform"), True, "done", None),
    (150, "phone", 10, "town", "honcho", ("people",), ("inform",), True, "done", None),
    (138, "visit", 45, "person", None, ("volunteer",), ("introduce",), True, "done", None),
    (121, "call", 90, "town", "yamate", ("organisation", "people"), ("listen", "accompany"), True, "going", 20),
    (104, "phone", 15, "city", None, ("collaboration",), ("office",), False, "done", None),
    (93, "mail", 20, "group", "satoyama", ("pr",), ("inform",), False, "done", None),
    (77, "visit", 55, "company", None, ("collaboration", "people"), ("introduce",), True, "going", 9),
    (61, "phone", 10, "town", "honcho", ("place",), ("office",), False, "done", None),
    (52, "online", 40, "school", None, ("people", "plan"), ("introduce", "inform"), True, "going", 14),
    (44, "phone", 10, "group", "satoyama", ("money",), ("inform",), False, "done", None),
    (36, "visit", 70, "group", None, ("organisation",), ("listen", "expert"), True, "going", 6),
    (30, "phone", 5, "person", None, ("information",), ("inform",), False, "done", None),
    (25, "call", 80, "town", "sakaemachi", ("place", "people"), ("accompany", "office"), True, "going", 4),
    (19, "phone", 10, "town", "yamate", ("people",), ("inform",), False, "done", None),
    (12, "visit", 50, "group", "satoyama", ("plan", "collaboration"), ("listen",), False, "going", 2),
    (6, "phone", 10, "company", None, ("volunteer",), ("inform",), False, "done", None),
    (3, "mail", 15, "town", "sakaemachi", ("place",), ("office",), False, "going", -1),
)
# Which of them have a sealed part: days ago → the words.
SEALED = {
    138: {"who": "見本 花子さん", "contact": "電話 000-0000-0001", "gist": "仕事をやめて時間ができた。人前で話すのは苦手。"},
    121: {"who": "会長", "gist": "次の総会でやめたいが、後任がいない。市には言わないでほしい、とのこと。", "advice": "役を分ける案を3つ渡した。"},
    77: {"group": "見本の商店", "who": "店長", "gist": "冬のあいだ、店の前の雪かきを手伝いたい。名前はまだ出したくない。"},
    36: {"group": "見本の会", "who": "会計の人", "gist": "会計の帳面が合わない。", "advice": "まず2人で数えなおす。", "memo": "次は会長も呼ぶ。"},
    25: {"who": "会長と会計", "gist": "集会所を昼に開けたい。役員だけでは人が足りない。"},
}  # fmt: skip
TOLD = (25, "栄町では、冬の昼に集会所を開けたいそうです。使用料の減免の決まりを知りたいとのことです。", "会長（電話で聞いた）")
ARRIVED = {
    "text": "となりの音で眠れません。直接言うのはこわいです。", "name": "", "contact": "電話 000-0000-0002（夕方）", "who_kind": "person",
}  # fmt: skip


def settle(cast):
    by = cast["kosharu"]
    with at(days_ago(LAID_OUT)):
        opened, code = set_up(by=by, passphrase=ZONE_PASSPHRASE)
        check_code(opened.zone, by=by, code=code)
    with at(days_ago(1)):
        check_code(opened.zone, by=by, code=code)
    rows = {row[0]: _record(cast, by, opened, row) for row in ROWS}
    on, agreed_on = days_ago(-5), days_ago(20)
    with at(days_ago(24)):
        add_follow_up(
            rows[25],
            by=by,
            opened=opened,
            form_key=_key("date"),
            on=on,
            text="集会所を見に行く。鍵は会計の人が持っている。",
        )
    with at(agreed_on):
        _tell(rows[TOLD[0]], by, agreed_on)
    with at(days_ago(1)):
        send_consultation(opened.zone, about="", form_key=_key("arrived"), line="sample", **ARRIVED)
    period = month_of(timezone.localdate().replace(day=1) - datetime.timedelta(days=1))
    sent = fingerprint(content_of(cast["kosharu_body"], period))
    hand_in(period, by=by, form_key=_key("report"), sha256=sent, is_sample=True)


def name_letters(cast):
    """Needs letters: the consultation after which the coordinator brought two groups together names that letter."""
    letter = Request.objects.filter(introduced_by=cast["kosharu"]).order_by("pk").first()
    Consultation.objects.filter(form_key=_key(12)).update(request=letter)


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:consultation:{name}")


def _record(cast, by, opened, row):
    ago, method, minutes, who, group, topics, responses, first, state, ahead = row
    words, on, next_on = SEALED.get(ago, {}), days_ago(ago), None if ahead is None else days_ago(-ahead)
    with at(days_ago(ago)):
        return record_consultation(
            by=by, opened=opened if words else None, form_key=_key(ago), words=words, is_sample=True, on=on, method=method,
            minutes=minutes, who_kind=who, partner_id=cast[group].pk if group else None, topics=list(topics), responses=list(responses),
            is_first=first, state=state, next_on=next_on,
            introduced=[cast["satoyama"]] if "introduce" in responses else [],
        )  # fmt: skip


def _tell(row, by, agreed_on):
    _, text, agreed_by = TOLD
    said = {
        "shared_with": "secretariat",
        "department_id": None,
        "shared_text": text,
        "agreed_by": agreed_by,
        "agreed_on": agreed_on,
    }
    share_consultation(row, by=by, etag=fields_etag(shared_of(row)), **said)
