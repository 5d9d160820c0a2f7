"""What the portal finds of the conditions of a rule in an application, and why; nothing is written here."""

import re
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.date_reading import parse_date
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.own_words import PREFECTURES, own_words, own_words_said
from partners.directory.kind import PartnerKind
from partners.directory.payload import as_json, judge, words_of
from partners.directory.schema import Kind, schema_of

from .check_models import RegistrationCheck

NO_NUMBER = (
    "法人番号が書かれていません。NPO法人なら、13けたの番号があります（国税庁の法人番号公表サイトで調べられます）。"
    "法人でない団体は、種類を「市民活動団体」などにしてください。"
)
OK, NO, UNKNOWN = RegistrationCheck.Machine
ELSEWHERE = re.compile(r"\A(東京都|北海道|京都府|大阪府|\S{2,3}県)?(\S{1,6}?[市区郡])?")


class Finding(NamedTuple):
    """One condition: its code and words, whether it holds (a RegistrationCheck.Machine), and why."""

    code: str
    label: str
    machine: str
    why: str

    @property
    def holds(self):
        return self.machine == OK


def findings_of(registration):
    """[Finding] of an application under its rule; [] without one. At most four queries."""
    rule = registration.rule
    if rule is None:
        return []
    schema = schema_of(rule)
    values = judge(registration.payload, schema=schema)[0]
    found = [
        _members(rule, values),
        _months(rule, values, timezone.localdate(registration.submitted_at or timezone.now())),
        _local(rule),
        _base(rule, values),
        *_by_hand(rule),
        *_later(schema, values),
    ]
    return [row for row in found if row]


def doubts_of(registration):
    """[Finding] of what does not hold yet, for whoever sends it; what is called NPO法人 has a number of its own besides, which no rule asks
    for. At most eight queries."""
    number = judge(registration.payload, ("kind", "corporate_number"))[0]
    lacks = number.get("kind") == PartnerKind.NPO and not number.get("corporate_number")
    missing = [Finding("npo_number", "法人番号", UNKNOWN, NO_NUMBER)] if lacks else []
    return [*missing, *(row for row in findings_of(registration) if not row.holds)]


def _members(rule, values):
    if rule.min_members is None:
        return None
    label, count = f"会員数が{rule.min_members:,}以上", values.get("members_count")
    if count is None:
        return Finding("members", label, UNKNOWN, "会員数が書かれていません。")
    words = words_of(Kind.PEOPLE, as_json(count))
    return Finding("members", label, NO if count < rule.min_members else OK, f"申請の会員数は{words}です。")


def _months(rule, values, today):
    if rule.min_months is None:
        return None
    label, began = f"活動を始めて{rule.min_months}か月以上", _first_day(values.get("established") or "")
    if began is None:
        return Finding("months", label, UNKNOWN, "設立した年月が書かれていないか、日付として読めません。")
    months = (today.year - began.year) * 12 + today.month - began.month - (today.day < began.day)
    return Finding(
        "months", label, OK if months >= rule.min_months else NO, f"設立から{months}か月です（{values['established']}）。"
    )


def _first_day(text):
    """The first day of what is written (2015年4月, 平成27年); None where it is no day, month or year."""
    more = {"年": "1月1日", "月": "1日"}.get(text[-1:], "")
    try:
        return parse_date(f"{text}{more}", item="設立した年月") if text else None
    except DateProblem:
        return None


def _local(rule):
    if rule.min_local_percent is None:
        return None
    return Finding("local", own_words_said(f"会員の{rule.min_local_percent}％以上が市民"), UNKNOWN, "名簿で数えてください。")


def _base(rule, values):
    """An address without the name of a municipality is read as one in the city: that is how people of the place write it."""
    if not rule.base_in_city:
        return None
    city, address = the_city()["name"], values.get("address", "")
    label = f"所在地が{city or own_words('市内')}にある"
    if city and city in address:
        return Finding("base", label, OK, f"所在地に「{city}」とあります。")
    prefecture, place = ELSEWHERE.match(address).groups()
    if the_city()["kind_word"] in PREFECTURES:  # every municipality of it is inside
        if prefecture:
            return Finding("base", label, NO, f"所在地が「{prefecture}」になっています。")
        return Finding("base", label, UNKNOWN, "所在地に都道府県の名前がありません。郵便番号で確かめてください。")
    if place and not address.startswith(("市", "区")) and not city.endswith(place):
        return Finding("base", label, NO, f"所在地が「{prefecture or ''}{place}」になっています。")
    return Finding("base", label, OK, "所在地に、ほかの市町村の名前はありません。")


def _by_hand(rule):
    asked = (
        (rule.open_to_join, "open", "だれでも加入できる", "規約で、加入できる人の決まりを見てください。"),
        (rule.discloses, "discloses", "規約と会計を公開している", "規約と会計が、だれでも見られるかを確かめてください。"),
    )
    return [Finding(code, label, UNKNOWN, why) for wanted, code, label, why in asked if wanted]


def _later(schema, values):
    for item in schema.items.values():
        if item.later:
            filled = values.get(item.name) not in (None, "")
            yield Finding(item.name, item.label, OK if filled else UNKNOWN, "" if filled else "まだ書かれていません。")


def missing_papers(registration):
    """[PaperRule] of the papers that must go with it and are not there. Two queries."""
    rule = registration.rule
    if rule is None:
        return []
    there = set(registration.files.standing().values_list("kind", flat=True))
    return [paper for paper in papers_for(registration) if paper.must and paper.kind not in there]


def papers_for(registration):
    """[PaperRule] for an application of this purpose. One query."""
    purpose = registration.purpose
    wanted = {"new": "for_new", "change": "for_change", "renewal": "for_renewal"}.get(purpose)
    if registration.rule is None or wanted is None:
        return []
    return list(registration.rule.papers.filter(**{wanted: True}))
