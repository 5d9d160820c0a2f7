"""The rule that every kind begins with, laid once; what a city settled stays."""

import datetime
import json

from django.conf import settings
from django.db import transaction

from kyodo_portal.common.own_words import own_words_in
from partners.directory.consent_models import ConsentWording
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner

from .models import Entitlement, PaperRule, Pledge, RegistrationRule, RuleField

SINCE = datetime.date(2000, 4, 1)  # what the portal begins with holds for papers that are entered with a day of before it
PARTS = ("pledges", "entitlements", "fields", "papers")


@transaction.atomic
def settle_rules():
    """Lay what the portal begins with where nothing was ever settled: the consent's words, a rule for every kind of group. Bodies and
    applications of before go by the first rule of their kind. Two queries where all is there.
    """
    if not ConsentWording.objects.exists():
        ConsentWording.objects.create(since=SINCE, **_seeds()["consent"])
    missing = {code for code, _ in PartnerKind.of_groups()} - set(RegistrationRule.objects.values_list("kind", flat=True))
    if missing:
        _lay(sorted(missing), _seeds())


def _seeds():
    return own_words_in(json.loads((settings.BASE_DIR / "fixtures" / "partners" / "rules.json").read_text(encoding="utf-8")))


def _lay(kinds, seeds):
    pledges, entitlements = _pledges(seeds["pledges"]), _entitlements(seeds["entitlements"])
    for kind in kinds:
        name = f"{PartnerKind(kind).label}の登録"
        seed = {"name": name, **seeds["rules"].get(kind, seeds["general"])}
        columns = {key: value for key, value in seed.items() if key not in PARTS}
        rule = RegistrationRule.objects.create(kind=kind, in_force_from=SINCE, **columns)
        rule.pledges.set([pledges[code] for code in seed["pledges"]])
        rule.entitlements.set([entitlements[code] for code in seed["entitlements"]])
        RuleField.objects.bulk_create(RuleField(rule=rule, order=n, **row) for n, row in enumerate(seed["fields"], 1))
        PaperRule.objects.bulk_create(PaperRule(rule=rule, **row) for row in seed["papers"])
        _adopt(rule)


def _pledges(rows):
    for order, row in enumerate(rows, 1):
        Pledge.objects.get_or_create(code=row["code"], version=1, defaults={"text": row["text"], "since": SINCE, "order": order})
    return {row.code: row for row in Pledge.objects.order_by("version")}


def _entitlements(rows):
    for order, row in enumerate(rows, 1):
        Entitlement.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "order": order})
    return {row.code: row for row in Entitlement.objects.all()}


def _adopt(rule):
    """What stood before there were rules."""
    bodies = Partner.objects.filter(kind=rule.kind, office=Partner.Office.NONE, registrations__isnull=False, rule=None)
    Partner.objects.filter(pk__in=bodies.values("pk")).update(rule=rule)
    rule.registrations.model.objects.filter(partner__kind=rule.kind, rule=None).update(rule=rule)
