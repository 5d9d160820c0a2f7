"""What the payload of a registration holds: every value once, with its name, its label, its kind and who may change it.

Forms are built from this table, actions read old and new payloads by it. A row that is added here is empty in every
application that was sent before; a consent that was never asked for means "no".
"""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """How a value is typed and stored; a form has a field for each, `payload` a reader."""

    LINE = "line"
    TEXT = "text"
    KANA = "kana"
    PARTNER_KIND = "partner kind"
    CORPORATE_NUMBER = "corporate number"
    SINCE = "since"  # a year, a month or a day, as typed
    PEOPLE = "people"  # a count
    FIELDS = "fields"  # keys of Field
    AREAS = "areas"  # keys of Area
    WEB = "web"
    POSTAL_CODE = "postal code"
    PHONE = "phone"
    EMAIL = "email"
    CONSENT = "consent"  # to publication: "yes" or "no"
    PROMISE = "promise"  # true or false


class Item(NamedTuple):
    """One value of a payload. `most`: characters of a text, or how many may be chosen."""

    name: str
    label: str
    kind: Kind
    page: str
    most: int | None = None
    required: bool = True
    by_application: bool = False  # a registered group changes it by application only
    consent: str = ""  # a group may publish it: the name of that choice, which is asked as the value `publish_…`

    @property
    def with_choice(self):
        """The value, and behind it the choice whether everybody may read it."""
        choice = Item(f"publish_{self.name}", self.consent, Kind.CONSENT, self.page)
        return (self, choice) if self.consent else (self,)


# The pages in the order of the task list: (address, heading).
ABOUT, ACTIVITY, CONTACT, FILES_PAGE, PLEDGE = "about", "activity", "contact", "files", "pledge"
FILES_TITLE = "資料（審査用）"
PAGES = [
    (ABOUT, "団体のこと"),
    (ACTIVITY, "活動のこと"),
    (CONTACT, "連絡先と公開すること"),
    (FILES_PAGE, FILES_TITLE),
    (PLEDGE, "約束の確認"),
]
TITLES = dict(PAGES)

OPTIONAL = {"required": False}
BY_APPLICATION_ONLY = {"by_application": True}
_ROWS = (
    Item("name", "団体名", Kind.LINE, ABOUT, 120, **BY_APPLICATION_ONLY),
    Item("kana", "ふりがな", Kind.KANA, ABOUT, 160, **BY_APPLICATION_ONLY),
    Item("kind", "団体の種類", Kind.PARTNER_KIND, ABOUT, **BY_APPLICATION_ONLY),
    Item("corporate_number", "法人番号", Kind.CORPORATE_NUMBER, ABOUT, **OPTIONAL, **BY_APPLICATION_ONLY),
    Item("established", "設立した年月", Kind.SINCE, ABOUT, 20, **OPTIONAL),
    Item("members_count", "会員数", Kind.PEOPLE, ABOUT, **OPTIONAL),
    Item("purpose", "団体の目的", Kind.TEXT, ABOUT, 800),
    Item("activities", "主な活動", Kind.TEXT, ACTIVITY, 1200),
    Item("schedule", "活動する日・場所", Kind.LINE, ACTIVITY, 200, **OPTIONAL),
    Item("fields", "活動の分野", Kind.FIELDS, ACTIVITY, 3),
    Item("areas", "活動する地域", Kind.AREAS, ACTIVITY),
    Item("pr", "ひとこと紹介", Kind.LINE, ACTIVITY, 120, **OPTIONAL),
    Item("website", "ホームページ", Kind.WEB, ACTIVITY, 300, **OPTIONAL),
    Item("representative", "代表者の名前", Kind.LINE, CONTACT, 80, **BY_APPLICATION_ONLY, consent="代表者の名前の公開"),
    Item("contact_name", "連絡する人の名前", Kind.LINE, CONTACT, 80, consent="連絡する人の名前の公開"),
    Item("postal_code", "郵便番号", Kind.POSTAL_CODE, CONTACT),
    Item("address", "所在地", Kind.LINE, CONTACT, 200, consent="所在地の公開"),
    Item("phone", "電話番号", Kind.PHONE, CONTACT, consent="電話番号の公開"),
    Item("fax", "ファクス番号", Kind.PHONE, CONTACT, **OPTIONAL, consent="ファクス番号の公開"),
    Item("email", "連絡用のメールアドレス", Kind.EMAIL, CONTACT, 254, consent="メールアドレスの公開"),
    Item("pledge_aims", "約束：目的", Kind.PROMISE, PLEDGE),
    Item("pledge_safe", "約束：暴力団と無関係", Kind.PROMISE, PLEDGE),
    Item("pledge_true", "約束：事実である", Kind.PROMISE, PLEDGE),
    Item("pledge_privacy", "約束：個人情報", Kind.PROMISE, PLEDGE),
)
_ITEMS = [row for item in _ROWS for row in item.with_choice]
ITEMS = {item.name: item for item in _ITEMS}
# What applications of before were asked too; since then these are rows of their own (Offer). Read where they stand, asked no more.
FORMER = {"offers": "できること", "needs": "求めること"}
LABELS = {item.name: item.label for item in _ITEMS} | {"files": "資料"} | FORMER
# What the group wrote, without its choices and promises: the columns of Partner that an application fills.
WRITTEN = [item.name for item in _ITEMS if item.kind not in (Kind.CONSENT, Kind.PROMISE)]
# What staff may ask to be put right.
CORRECTABLE = [(name, LABELS[name]) for name in (*WRITTEN, "files")]
BY_APPLICATION = tuple(item.name for item in _ITEMS if item.by_application)
EDITABLE = [name for name in WRITTEN if name not in BY_APPLICATION]
CONSENTS = {item.name: item.name.removeprefix("publish_") for item in _ITEMS if item.kind is Kind.CONSENT}


def items_of(page):
    """The values of one page, in their order."""
    return [item for item in _ITEMS if item.page == page]
