"""What the payload of a registration holds: every value once, with its name, its label, its kind and who may change it.

Forms are built from this table, actions read old and new payloads by it. What every body is asked stands here; what a kind is asked
besides, and what it promises, stands in its rule (partners/rules): `schema_of` gives both. A row that is added is empty in every
application that was sent before; a consent that was never asked for means "no".
"""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """How a value is typed and stored; a form has a field for each, `payload` a reader."""

    LINE = "line"
    TEXT = "text"
    KANA = "kana"
    PERSON = "person"  # the name of somebody
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
    COUNT = "count"
    YEN = "yen"
    CHOICE = "choice"  # one of the item's options
    DATE = "date"
    YES = "yes"  # "yes" or "no"


class Item(NamedTuple):
    """One value of a payload. `most`: characters of a text, or how many may be chosen.

    Of what a rule asks: its `key` in `Partner.extra`, its `options` and `help`, and whether everybody reads it (`public`), or what is
    left to the group (`consent`), or nobody from outside.
    """

    name: str
    label: str
    kind: Kind
    page: str
    most: int | None = None
    required: bool = True
    by_application: bool = False  # a registered group changes it by application only
    consent: str = ""  # a group may publish it: the name of that choice, which is asked as the value `publish_…`
    key: str = ""
    options: tuple = ()
    help: str = ""
    public: bool = False
    later: bool = False  # may be sent without, and is looked for before it is approved

    @property
    def with_choice(self):
        """The value, and behind it the choice whether everybody may read it."""
        choice = Item(f"{PUBLISH}{self.name}", self.consent, Kind.CONSENT, self.page, required=not self.key)
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
    Item("representative", "代表者の名前", Kind.PERSON, CONTACT, 80, **BY_APPLICATION_ONLY, consent="代表者の名前の公開"),
    Item("contact_name", "連絡する人の名前", Kind.PERSON, CONTACT, 80, consent="連絡する人の名前の公開"),
    Item("postal_code", "郵便番号", Kind.POSTAL_CODE, CONTACT),
    Item("address", "所在地", Kind.LINE, CONTACT, 200, consent="所在地の公開"),
    Item("phone", "電話番号", Kind.PHONE, CONTACT, consent="電話番号の公開"),
    Item("fax", "ファクス番号", Kind.PHONE, CONTACT, **OPTIONAL, consent="ファクス番号の公開"),
    Item("email", "連絡用のメールアドレス", Kind.EMAIL, CONTACT, 254, consent="メールアドレスの公開"),
)
EXTRA, PUBLISH, PROMISED = "extra_", "publish_", "pledge_"  # in front of the names of what a rule asks, of consents, of promises
EXTRA_CONSENT = "extra:"  # in front of a key, as the field of a Consent
LINE_MOST, TEXT_MOST = 200, 2000
# What applications of before were asked too; since then these are rows of their own (Offer). Read where they stand, asked no more.
FORMER = {"offers": "できること", "needs": "求めること"}


class Schema:
    """All values of an application: `items` by name, in the order of the pages."""

    def __init__(self, rows):
        every = [row for item in rows for row in item.with_choice]
        every.sort(key=lambda item: list(TITLES).index(item.page))
        self.items = {item.name: item for item in every}
        self.labels = {item.name: item.label for item in every} | {"files": "資料"} | FORMER
        # What the group wrote, without its choices and promises: columns of Partner, and keys of its `extra`.
        self.written = [item.name for item in every if item.kind not in (Kind.CONSENT, Kind.PROMISE)]
        self.by_application = tuple(item.name for item in every if item.by_application)
        self.editable = [name for name in self.written if name not in self.by_application]
        # {name of the choice: the field of the Consent that it gives}
        self.consents = {
            f"{PUBLISH}{item.name}": f"{EXTRA_CONSENT}{item.key}" if item.key else item.name for item in every if item.consent
        }
        self.extras = [item for item in every if item.key]

    @property
    def correctable(self):
        """[(name, label)] of what staff may ask to be put right."""
        return [(name, self.labels[name]) for name in (*self.written, "files")]

    def items_of(self, page):
        """The values of one page, in their order."""
        return [item for item in self.items.values() if item.page == page]


BASE = Schema(_ROWS)
ITEMS, LABELS, WRITTEN, CONSENTS = BASE.items, BASE.labels, BASE.written, BASE.consents


def schema_of(rule):
    """The Schema under a RegistrationRule: what every body is asked, and what the rule asks and wants promised. Without one `BASE`.

    Two queries, kept with this rule object.
    """
    if rule is None:
        return BASE
    if "_schema" not in rule.__dict__:
        asked = [_asked(row) for row in rule.fields.all()]
        promised = [Item(f"{PROMISED}{row.code}", row.text, Kind.PROMISE, PLEDGE) for row in rule.pledges.all()]
        rule.__dict__["_schema"] = Schema([*_ROWS, *asked, *promised])
    return rule.__dict__["_schema"]


def _asked(row):
    """The Item of a RuleField."""
    kind = Kind(row.kind)
    return Item(
        f"{EXTRA}{row.key}",
        row.label,
        kind,
        ABOUT,
        {Kind.LINE: LINE_MOST, Kind.TEXT: TEXT_MOST}.get(kind),
        required=row.required == "yes",
        by_application=row.by_application,
        consent=f"「{row.label}」の公開" if row.public == "ask" else "",
        key=row.key,
        options=tuple(row.choices),
        help=row.help,
        public=row.public == "yes",
        later=row.required == "later",
    )
