"""The cities that a sample site can show: who is on its sign-in page, what its settings say. Never on a real site.

`KYODO_SAMPLE` chooses: 1 is 小千谷市, mura a village of 3,000. run.py reads this file by its path: it imports nothing of ours.
"""

from typing import NamedTuple

PASSWORD = "mihon-kyodo-2026"  # noqa: S105  public on purpose
# Opens the sealed zone of the sample's coordinator.
ZONE_PASSPHRASE = "akai-ringo marui-tokei fukai-mori shiroi-uma hikaru-hoshi"  # noqa: S105  public on purpose
LOGINS = [
    ("jumin@example.jp", "住民"),
    ("dantai@example.jp", "団体の代表"),
    ("dantai2@example.jp", "もう1つの団体の代表"),
    ("kosharu@example.jp", "コーディネーター（中間支援）"),
    ("tanto@example.jp", "担当課（子ども課）の職員"),
    ("shinsa@example.jp", "審査委員"),
    ("jimukyoku@example.jp", "事務局の職員"),
    ("kanri@example.jp", "システム管理者"),
]
# The sample shows 小千谷市 as its guideline printed it; a real site takes nothing from here.
CITY = {
    "KYODO_CITY_NAME": "小千谷市",
    "KYODO_CITY_CODE": "152081",
    "KYODO_OFFICE_NAME": "小千谷市役所 観光交流課",
    "KYODO_OFFICE_ADDRESS": "〒947-0028 新潟県小千谷市城内1-13-20",
    "KYODO_OFFICE_PHONE": "0258-83-3512",
    "KYODO_OFFICE_FAX": "0258-83-0871",
    "KYODO_COORDINATOR_NAME": "地域づくり支援団体こしゃる",
    "KYODO_COORDINATOR_PHONE": "070-2209-2483",
    "KYODO_CONTACT_AS_OF": "令和2年3月時点",
    "KYODO_AREA_MAP": "fixtures/partners/area_map.json",
    "KYODO_CITY_READINGS": "小千谷|おぢや 小千谷市|おぢやし 新潟県小千谷市城内|にいがたけんおぢやしじょうない 観光交流課|かんこうこうりゅうか 岩沢|いわさわ",
}
# Its guideline prints no hours: these are the usual ones of a city hall, and the promise is made up.
HOURS = {"KYODO_OFFICE_OPEN": "8:30-17:15", "KYODO_ANSWER_DAYS": "3"}

VILLAGE_LOGINS = [
    ("jumin@example.jp", "村に住む人"),
    ("kucho@example.jp", "区長（区の代表）"),
    ("kai@example.jp", "会の代表"),
    ("yakuba@example.jp", "むらづくり係の職員（役場に1人）"),
    ("kanri@example.jp", "システム管理者"),
]
# A village that there is not: the number of its prefecture is none, its telephones ring nowhere, nobody accompanies its groups.
VILLAGE = {
    "KYODO_CITY_NAME": "見本村",
    "KYODO_CITY_CODE": "990019",
    "KYODO_SITE_NAME": "むらの協働",
    "KYODO_OFFICE_NAME": "見本村役場 むらづくり係",
    "KYODO_OFFICE_ADDRESS": "〒000-0000 見本県見本郡見本村大字見本1番地",
    "KYODO_OFFICE_PHONE": "0000-00-0001",
    "KYODO_OFFICE_OPEN": "8:30-17:00",
    "KYODO_ANSWER_DAYS": "5",
    "KYODO_OWN_WORDS": "町内会=区 コーディネーター=",
    "KYODO_CITY_READINGS": "見本村|みほんむら 区|く 区長|くちょう",
}
VILLAGE_AREAS = ("村内全域", "上区", "中区", "下区", "奥沢", "日向", "日影")


class SampleCity(NamedTuple):
    """`logins`: (e-mail, who that is), the system administrator last; `settings`: what the environment would say of the city;
    `areas`: the names of its areas, None where fixtures/partners/areas.json has them.
    """

    logins: list
    settings: dict
    areas: tuple | None = None


SAMPLES = {"ojiya": SampleCity(LOGINS, CITY | HOURS), "mura": SampleCity(VILLAGE_LOGINS, VILLAGE, VILLAGE_AREAS)}


def sample_named(word):
    """The name in SAMPLES of the city that this value of KYODO_SAMPLE chooses; "" where it chooses none. ValueError for any other."""
    word = word.strip().lower()
    if word in SAMPLES:
        return word
    if word in {"1", "true", "yes", "on"}:
        return "ojiya"
    if word in {"", "0", "false", "no", "off"}:
        return ""
    raise ValueError(f"KYODO_SAMPLE: {word} is no sample city. There are 1 and {', '.join(SAMPLES)}.")


def logins_of(name):
    """The log-ins of the sample city of this name; of the first one without a name."""
    return SAMPLES[name or "ojiya"].logins
