"""The people of the sample city: shown on its sign-in page, made by `manage.py seed_sample`. Never on a real site."""

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
    "KYODO_CITY_READINGS": "小千谷|おぢや 小千谷市|おぢやし 新潟県小千谷市城内|にいがたけんおぢやしじょうない",
}
# Its guideline prints no hours: these are the usual ones of a city hall, and the promise is made up.
HOURS = {"KYODO_OFFICE_OPEN": "8:30-17:15", "KYODO_ANSWER_DAYS": "3"}
