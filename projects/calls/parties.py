"""Which party words somebody is today: what decides which tasks wait for them (settings.KYODO_PARTIES), and the other way round."""

from django.contrib.auth import get_user_model

from partners.directory.access import accompanied_by, is_secretariat, partners_of, represented_by, secretariat_people, written_by
from partners.models import Assignment, Membership

from .access import calls_judged_by
from .panel_models import PanelSeat


def parties_of(user):
    """A set of words: `p12` of partner 12, `v12` only reads there (閲覧), `r12` its representative, `c12` accompanies it, `s` the secretariat, `k3` on the panel of
    call 3, `u7` the person. At most three queries, none the second time on one day of a request.
    """
    if not user.is_authenticated or not user.is_active:
        return set()
    words = {f"u{user.pk}", *(f"r{pk}" for pk in represented_by(user))}
    writes = written_by(user)
    words |= {f"{'p' if pk in writes else 'v'}{pk}" for pk in partners_of(user)}
    words |= {f"c{pk}" for pk in accompanied_by(user)} | {f"k{pk}" for pk in calls_judged_by(user)}
    return words | ({"s"} if is_secretariat(user) else set())


class People:
    """The active people behind party words, asked once each: for reminders, which go through many rows."""

    def __init__(self):
        self.known, self.groups = {}, {}

    def of(self, word):
        """[User] who are this party today; [] where nobody can be told."""
        if word not in self.known:
            self.known[word] = list(self._ask(word))
        return self.known[word]

    def know(self, words):
        """Ask for many parties together, before `of` is asked for each: at most five queries, whatever their number."""
        keys = {kind: {int(word[1:]) for word in words if word[0] == kind} for kind in "uprck"}
        found = {f"{kind}{pk}": [] for kind, some in keys.items() for pk in some}
        for pk in keys["u"]:
            found[f"u{pk}"].append(pk)
        members = Membership.objects.valid().filter(partner__in=keys["p"] | keys["r"], part__in=Membership.WRITERS)
        for partner, user, part in members.values_list("partner_id", "user_id", "part"):
            found.get(f"p{partner}", []).append(user)
            if part == Membership.Part.REPRESENTATIVE:
                found.get(f"r{partner}", []).append(user)
        for kind, model, column in (("c", Assignment, "partner_id"), ("k", PanelSeat, "call_id")):
            rows = model.objects.valid().filter(**{f"{column}__in": keys[kind]})
            for pk, user in rows.values_list(column, "user_id"):
                found[f"{kind}{pk}"].append(user)
        users = get_user_model().objects.filter(is_active=True).in_bulk({pk for some in found.values() for pk in some})
        self.known |= {word: [users[pk] for pk in sorted(set(some) & users.keys())] for word, some in found.items()}

    def whole(self, word):
        """The party with its deputies: of a group's representatives everybody who belongs to it."""
        return self.of(f"p{word[1:]}") if word[0] == "r" else self.of(word)

    def may(self, user, not_for):
        """Whether `not_for` (Task) lets this person hold the task; the person's groups are asked once."""
        barred = set(not_for.split())
        if not barred or f"!u{user.pk}" in barred:
            return True
        if user.pk not in self.groups:
            mine = Membership.objects.valid().filter(user=user).values_list("partner_id", flat=True)
            self.groups[user.pk] = {f"u{user.pk}", *(f"p{pk}" for pk in mine)}
        return not barred & self.groups[user.pk]

    def _ask(self, word):
        kind, pk = word[0], word[1:]
        if kind == "s":
            return secretariat_people()
        users = get_user_model().objects.filter(is_active=True).order_by("pk")
        if kind == "u":
            return users.filter(pk=pk)
        if kind == "k":
            return users.filter(pk__in=PanelSeat.objects.valid().filter(call=pk).values("user"))
        if kind == "c":
            return users.filter(pk__in=Assignment.objects.valid().filter(partner=pk).values("user"))
        parts = [Membership.Part.VIEWER] if kind == "v" else Membership.WRITERS
        members = Membership.objects.valid().filter(partner=pk, part__in=parts)
        if kind == "r":
            members = members.filter(part=Membership.Part.REPRESENTATIVE)
        return users.filter(pk__in=members.values("user"))
