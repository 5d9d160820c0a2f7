"""What the boxes of a page are chosen from: a walk that fills in every form finds at least two of each."""

from partners.models import Area, Field, Membership, Partner
from projects.models import CostItem, Grant, GrantRule
from tests import build
from tests.projects.ledger.build import form
from tests.projects.voices.build import theme

PEOPLE = ("saki@example.jp", "ato@example.jp")  # of the first tab, of the second one: tabs.py puts them into boxes of mail


def furnish():
    """Parts of the city, fields, themes, forms of collaboration, kinds of expense, offices, and two more people in each office."""
    for name in ("岩沢", "片貝"):
        Area.objects.get_or_create(name=name)
    for number, name in enumerate(("保健、医療又は福祉の増進を図る活動", "社会教育の推進を図る活動"), start=1):
        Field.objects.get_or_create(number=number, defaults={"name": name, "short": name[:5]})
    theme(), theme("fuku", "福祉")
    form("nominal", "後援"), form("reduction", "減免")
    for rule in GrantRule.objects.exclude(grants__in=Grant.objects.exclude(status="draft")):
        for name in ("消耗品費", "備品費"):
            CostItem.objects.get_or_create(rule=rule, name=name)
    for name in ("商工振興課", "農林振興課"):
        build.partner(name, office="department")
    people = [build.user(f"見本 {mail}", email=mail) for mail in PEOPLE]
    for office in Partner.objects.filter(office__in=("department", "secretariat")):
        for person in people:
            build.join(person, office, Membership.Part.MEMBER)
