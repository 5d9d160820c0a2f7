"""How somebody wants to read: in plain Japanese or not, with readings above the kanji or not. Kept in a cookie that says nothing else."""

from dataclasses import dataclass

COOKIE = "kyodo_reading"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Choice:
    """`ruby` None: nobody chose. Then plain texts show readings and others do not."""

    easy: bool = False
    ruby: bool | None = None

    @property
    def text_ruby(self):
        """Readings in ordinary texts."""
        return bool(self.ruby)

    @property
    def easy_ruby(self):
        """Readings in plain texts."""
        return self.ruby is not False

    @property
    def shows_ruby(self):
        """Whether what is read now has readings: the switch in the header offers the opposite."""
        return self.easy_ruby if self.easy else self.text_ruby

    def changed(self, easy=None, ruby=None):
        """The choice after "0" or "1" was asked for; anything else leaves it. Who turns to plain Japanese begins with readings."""
        now_easy = {"1": True, "0": False}.get(easy, self.easy)
        now_ruby = {"1": True, "0": False}.get(ruby, None if now_easy and not self.easy else self.ruby)
        return Choice(now_easy, now_ruby)

    @property
    def value(self):
        """The cookie's value: "e", "er", "r", "n" for no readings, or empty."""
        return ("e" if self.easy else "") + {True: "r", False: "n", None: ""}[self.ruby]


def choice_of(request):
    """The reader's choice; the ordinary one without a request or with an odd cookie."""
    value = request.COOKIES.get(COOKIE, "") if request is not None else ""
    if value not in ("e", "er", "en", "r", "n"):
        return Choice()
    return Choice("e" in value, True if "r" in value else False if "n" in value else None)
