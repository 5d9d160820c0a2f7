"""What sort of body a partner is."""

import re

from django.db import models

from kyodo_portal.common.own_words import own_words

_PERSON = re.compile(
    r"[一-龥々]{1,4}[ 　][一-龥々ぁ-んァ-ヶー]{1,5}(?:氏|さん|様|先生)?|[一-龥々ぁ-んァ-ヶー 　]{2,8}(?:氏|さん|様)"
)


def looks_like_a_person(name):
    """Whether a name looks like one of a person, with or without 氏 behind it: a guess, which somebody looks at."""
    return bool(_PERSON.fullmatch(name.strip()))


# A family name and a given name without a space between, in katakana or in Latin letters; what bodies are called ends otherwise.
_BARE = re.compile(
    r"[一-龥々]{1,3}[一-龥々ぁ-んァ-ヶー]{1,4}|[ァ-ヶー]{2,12}(?:[ 　・][ァ-ヶー]{1,12}){1,3}|[A-Z][a-z]+(?: [A-Z][A-Za-z.]*){1,3}"
)
_BODY = re.compile(r"[会隊校社店団組課部園館院所局室協連班塾座署市町村区県庁寺]$|クラブ$|ネット$|サークル$|センター$|カフェ$")


def may_be_a_person(name):
    """Whether a name could be one of a person where nothing says what it is: `looks_like_a_person`, and 山田花子, グエン・アン, Anh Nguyen."""
    bare = name.strip()
    return looks_like_a_person(bare) or (bool(_BARE.fullmatch(bare)) and not _BODY.search(bare))


class MembersUnit(models.TextChoices):
    """What a body counts its members in: a 町内会 has households, an umbrella bodies."""

    PEOPLE = "people", "人"
    HOUSEHOLDS = "households", "世帯"
    GROUPS = "groups", "団体"
    COMPANIES = "companies", "社"
    NEIGHBOURHOODS = "neighbourhoods", own_words("町内会")

    @classmethod
    def of_word(cls, word):
        """The member that is written 世帯; PEOPLE where nothing is written."""
        return next((one for one in cls if one.label == word), cls.PEOPLE)


class PartnerKind(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", own_words("町内会・自治会")
    COMMUNITY = "community", "地域振興会・コミュニティ協議会"
    NPO = "npo", "NPO法人"
    CIVIC = "civic", "市民活動団体"
    COMPANY = "company", "企業・事業者"
    SCHOOL = "school", "学校・大学"
    SUPPORT = "support", "中間支援団体"
    COMMITTEE = "committee", "実行委員会"
    WELFARE = "welfare", "社会福祉法人・福祉会"
    CITIZEN = "citizen", own_words("市民（個人）")
    DEPARTMENT = "department", own_words("市の部署")
    OTHER = "other", "そのほか"

    @classmethod
    def of_groups(cls):
        """[(code, words)] of every kind but the city's own offices: what a form or a filter offers."""
        return [pair for pair in cls.choices if pair[0] != cls.DEPARTMENT]
