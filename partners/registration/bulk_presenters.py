"""What the confirm page of many renewals says: which are accepted, which are entered from paper, which are left out and why."""

from typing import NamedTuple

from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import is_member

from .bulk_filters import renewable
from .models import Registration


class Chosen(NamedTuple):
    """`value` goes with the form: keys and version of what was read."""

    name: str
    url: str
    value: str


class LeftOut(NamedTuple):
    name: str
    url: str
    why: str


class Plan(NamedTuple):
    sent: list
    unsent: list
    left_out: list

    @property
    def count(self):
        return len(self.sent) + len(self.unsent)


def plan_of(user, keys):
    """The Plan for these partners (keys). Queries: three, and one for the checks of each renewal that was sent."""
    partners = list(renewable().filter(pk__in=keys).order_by("valid_until", "kana_key", "pk"))
    papers = Registration.objects.select_related("partner", "rule").in_bulk([row.renewal for row in partners if row.renewal])
    plan = Plan([], [], [])
    for partner in partners:
        paper = papers.get(partner.renewal)
        why = _why_not(user, partner, paper)
        url = paper.get_absolute_url() if paper else partner.get_absolute_url()
        if why:
            plan.left_out.append(LeftOut(partner.name, url, why))
        elif paper:
            plan.sent.append(Chosen(partner.name, url, f"{partner.pk}:{paper.pk}:{paper.version}"))
        else:
            plan.unsent.append(Chosen(partner.name, url, f"{partner.pk}::"))
    return plan


def _why_not(user, partner, paper):
    if is_member(user, partner):
        return "あなたはこの団体の人なので、決められません。"
    if paper is None:
        return ""
    if not paper.unchanged:
        return "変わったところがあるので、1件ずつ読んで決めます。"
    if "approve" not in {row.name for row in paper.process.offered(paper, {"secretariat"})}:
        return "補正か、要件の確かめが残っています。"
    return ""


def chosen_in(values):
    """[(partner key, renewal key or None, version or None)] of the form's values; what is none is passed over."""
    chosen = []
    for value in values:
        partner, paper, version = (small_int(part) for part in [*value.split(":"), "", ""][:3])
        if partner is not None and (paper is None) == (version is None):
            chosen.append((partner, paper, version))
    return chosen
