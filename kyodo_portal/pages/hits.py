"""What a hit of the site's search is, and of which family: what somebody may narrow the hits to."""

from typing import NamedTuple

SHOWN = 5  # hits of each kind on the search page
# What somebody may narrow the hits to: in the address, in words, the drawing beside each hit; in the order of the page.
TROUBLE, VOICE, PROJECT, PARTNER, CALL, CASE, GUIDE, SITE = (
    "trouble", "voice", "project", "partner", "call", "case", "guide", "page",
)  # fmt: skip
FAMILIES = {
    TROUBLE: ("困りごと", "help"),
    VOICE: ("みんなの声", "horn"),
    PROJECT: ("プロジェクト", "sprout"),
    PARTNER: ("仲間", "people"),
    CALL: ("募集", "pen"),
    CASE: ("事例", "picture"),
    GUIDE: ("手引き", "book"),
    SITE: ("ほかのページ", "file"),
}
FAMILY_OF = {
    "困りごとの相談先": TROUBLE,
    "相談先": TROUBLE,
    "みんなの声": VOICE,
    "プロジェクト": PROJECT,
    "団体": PARTNER,
    "市の担当課": PARTNER,
    "できること・求めること": PARTNER,
    "催し": CALL,
    "募集": CALL,
    "事例": CASE,
    "委員会": SITE,
}  # fmt: skip  the others are what guidelines say


class Hit(NamedTuple):
    """One of what was found. `kind`: what it is, in words; `icon`: the drawing that says the same."""

    url: str
    title: str
    text: str
    kind: str
    icon: str


class Group(NamedTuple):
    """The hits of one kind: how many there are (「件」, or 「件以上」 behind the number that a list counts to), the first of them and the
    rest that is read on a page of this family alone.

    `more`: the address of the list of all; None where there is none, or where all of them stand here.
    """

    label: str
    total: int
    unit: str
    hits: list[Hit]
    rest: list[Hit]
    more: str | None

    @property
    def family(self):
        return FAMILY_OF.get(self.label, GUIDE)
