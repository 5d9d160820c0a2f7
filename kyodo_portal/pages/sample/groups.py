"""The sample groups: each registers, some are still waiting, corrected, refused."""

import json
import uuid
from typing import NamedTuple

from django.conf import settings

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.actions import take_step
from partners.directory.actions import edit_partner, entry_of, etag_of_consents, set_consents
from partners.directory.consent import NO, YES
from partners.directory.consent_models import NAME
from partners.directory.reference import load_reference
from partners.models import Area, Field, Partner, Registration
from partners.registration import actions as registering

from . import rules
from .clock import at, days_ago
from .people import accompany, person

TOUR = "kawabe"  # the draft of `jumin`: all but the promises is written, so that trying it is not typing
LEADERS = {"yukiakari": "dantai", "terakoya": "dantai2"}
UNCONFIRMED = ("sakaemachi", "tagengo", "roudoku", "kita_community")  # nobody looked at these entries since they were made
ACCOMPANIED = ("yukiakari", "terakoya", "mizube", "satoyama", "hanaippai")
# Applications that are not yet through: (key, name, kana, kind, status, days ago).
UNDER_WAY = (
    ("kawabe", "川べりの読書会（見本）", "かわべりのどくしょかい", "civic", "draft", 1),
    ("asagao", "朝顔通り商店会（見本）", "あさがおどおりしょうてんかい", "company", "submitted", 3),
    ("hotaru", "ほたるの里を守る会（見本）", "ほたるのさとをまもるかい", "civic", "submitted", 9),
    ("nakama", "なかま食堂（見本）", "なかましょくどう", "civic", "correcting", 12),
    ("kakashi", "かかし祭り実行委員会（見本）", "かかしまつりじっこういいんかい", "committee", "draft", 1),
    ("eigyo", "みほん営業サークル（見本）", "みほんえいぎょうさーくる", "other", "declined", 60),
    ("tabibito", "旅人の会（見本）", "たびびとのかい", "civic", "withdrawn", 45),
)


def data(name):
    """One of the files in fixtures/sample/."""
    return json.loads((settings.BASE_DIR / "fixtures" / "sample" / f"{name}.json").read_text(encoding="utf-8"))


class Home(NamedTuple):
    """Where the sample's groups are at home: what each writes of its address, and of what only its kind is asked for."""

    postal_code: str
    address: str
    phone: str  # of all but the last digits
    answers: dict


HOME = Home("9470000", "新潟県小千谷市見本町1-1", "0258-00-0", rules.ANSWERS)


def payload(row, user, home, number):
    """What the group types on the pages of the application. number: its own, for a telephone that nobody else has."""
    contact = {
        "representative": user.name, "contact_name": user.name, "postal_code": home.postal_code, "address": home.address,
        "phone": f"{home.phone}{number % 800 + 200}", "fax": "", "email": user.email,
    }  # fmt: skip
    about = {
        name: row.get(name) or "" for name in ("name", "kana", "kind", "established", "purpose", "activities", "schedule", "pr")
    }
    numbers = {"corporate_number": "", "website": "", "members_count": str(row["members_count"] or "")}
    chosen = {
        "fields": [str(pk) for pk in Field.objects.filter(number__in=row["fields"]).values_list("pk", flat=True)],
        "areas": [str(pk) for pk in Area.objects.filter(name__in=row["areas"]).values_list("pk", flat=True)],
    }
    consent = {f"publish_{name}": YES if name in row["consents"] else NO for name in Partner.CONSENT_FIELDS}
    pledges = {f"pledge_{name}": True for name in ("aims", "safe", "true", "privacy")}
    return about | numbers | chosen | contact | consent | pledges | rules.answers(row["kind"], home.answers)


def apply(row, user, *, until, staff, day, home=HOME):
    """One group's application, carried as far as `until`."""
    with at(day):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{row['key']}")
        case = registering.start_registration(by=user, name=row["name"], kind=row["kind"], form_key=key)
        written = payload(row, user, home, case.partner_id)
        if row["key"] == TOUR:
            written = {name: value for name, value in written.items() if not name.startswith("pledge_")}
        registering.save_page(registration=case, by=user, values=written)
        Partner.objects.filter(pk=case.partner_id).update(is_sample=True)
        case = Registration.objects.get(pk=case.pk)
        if until == "draft":
            return case.partner
        rules.attach_papers(case, user)
        case = take_step(case, "submit", by=user, version=case.version)
        if until == "correcting":
            asked = [
                {"field": "members_count", "reason": "規約と名簿で数が違っています。どちらが正しいか確かめて、直してください。"},
                {"field": "purpose", "reason": "だれのための活動かを、1文で足してください。"},
            ]
            take_step(case, "ask_correct", by=staff, version=case.version, items=asked, due=days_ago(-5))
        elif until == "declined":
            why = "規約で、営利を目的とすると定められています。登録の要件に当たらないため、承認できません。"
            take_step(case, "decline", by=staff, version=case.version, reason=why)
        elif until == "withdrawn":
            take_step(case, "withdraw", by=user, version=case.version)
    if until == "registered":
        with at(day.replace(day=min(day.day + 3, 28))):
            rules.confirm(case, staff)
            take_step(case, "approve", by=staff, version=case.version)
    return Partner.objects.get(pk=case.partner_id)


def confirm(partner, user, day):
    """The representative opens the entry, finds it right and saves it."""
    with at(day):
        edit_partner(partner=partner, by=user, values={"pr": partner.pr}, etag=fields_etag(entry_of(partner)))


def consent_to_be_named(partner, user):
    """An individual says on the page 公開する項目 that the name may be shown."""
    given = [*partner.consents.in_force().values_list("field", flat=True), NAME]
    set_consents(partner=partner, by=user, fields=given, etag=etag_of_consents(partner))


def settle(cast):
    """Thirty registered groups and six applications under way; adds {key: Partner} and {key_leader: User} to the cast."""
    load_reference()
    staff = cast["jimukyoku"]
    for number, row in enumerate(data("partners")):
        login = LEADERS.get(row["key"])
        user = cast[login] if login else person(f"daihyo-{row['key'].replace('_', '-')}", f"見本 代表{number + 1}")
        cast[f"{row['key']}_leader"] = user
        cast[row["key"]] = apply(row, user, until="registered", staff=staff, day=days_ago(1400 - number * 7))
    plain = {
        "members_count": 12,
        "purpose": "地域の人がつながることです。",
        "activities": "月に1回集まって活動します。",
        "fields": [3],
        "areas": ["市内全域"],
        "consents": [],
    }
    for key, name, kana, kind, until, ago in UNDER_WAY:
        user = cast["jumin"] if key == TOUR else person(f"daihyo-{key}", f"見本 {key}")
        cast[key] = apply(
            {"key": key, "name": name, "kana": kana, "kind": kind, **plain}, user, until=until, staff=staff, day=days_ago(ago)
        )
    for number, row in enumerate(data("partners")):
        if row["key"] not in UNCONFIRMED:
            confirm(cast[row["key"]], cast[f"{row['key']}_leader"], days_ago(20 + number * 11))
    consent_to_be_named(cast["kojin"], cast["kojin_leader"])
    rules.renew_until_today()
    for key in ACCOMPANIED:
        accompany(cast["kosharu"], cast[key])
