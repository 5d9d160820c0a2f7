"""Three questions that lead to the kind of a body, and so to the rule by which it registers."""

from django.db import models

from kyodo_portal.common.own_words import own_words
from partners.directory.kind import PartnerKind


class Who(models.TextChoices):
    """Why they come together."""

    PLACE = "place", own_words("同じ地域に住んでいる（町内会・自治会など）")
    AIM = "aim", "同じ目的や関心がある（サークル・ボランティアなど）"
    WORK = "work", "会社・お店などの仕事"
    SCHOOL = "school", "学校・大学"
    ONE = "one", "ひとりで活動している"


class Corporate(models.TextChoices):
    """Whether they are a juridical person."""

    NONE = "none", "法人ではない"
    NPO = "npo", "NPO法人"
    WELFARE = "welfare", "社会福祉法人"
    OTHER = "other", "そのほかの法人（会社、認可地縁団体など）"


class Part(models.TextChoices):
    """What they mainly do."""

    OWN = "own", "自分たちで活動する"
    GATHERS = "gathers", "地域のいくつもの団体をまとめる"
    EVENT = "event", "ひとつの行事のために集まった（実行委員会）"
    SUPPORTS = "supports", "ほかの団体の活動を支える"


def kind_of(who, corporate, part):
    """The PartnerKind that these three answers say; OTHER where they say none."""
    by_corporate = {Corporate.NPO: PartnerKind.NPO, Corporate.WELFARE: PartnerKind.WELFARE}
    by_who = {Who.WORK: PartnerKind.COMPANY, Who.SCHOOL: PartnerKind.SCHOOL, Who.ONE: PartnerKind.CITIZEN}
    by_part = {Part.GATHERS: PartnerKind.COMMUNITY, Part.EVENT: PartnerKind.COMMITTEE, Part.SUPPORTS: PartnerKind.SUPPORT}
    if corporate in by_corporate or who in by_who:
        return by_corporate.get(corporate) or by_who[who]
    if part in by_part:
        return by_part[part]
    if who == Who.PLACE:
        return PartnerKind.NEIGHBOURHOOD
    return PartnerKind.OTHER if corporate == Corporate.OTHER else PartnerKind.CIVIC
