"""An individual stands by name in no list of a year: a row that is written once is put right where somebody turns out to be one,
or leaves the portal."""

import json

from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking, replace_words
from kyodo_portal.common.lists.search import fold
from partners.models import PartnerKind
from partners.requests.naming_actions import leave_headings
from projects.entries.participation_models import Participation
from projects.entries.search import refresh_entries_of

from .models import Snapshot, SnapshotRow


def names_changed(*partners):
    """After what everybody may call these partners has changed: the ledger, the lists that were frozen, and headings of letters to a
    person (KYODO_NAME_CHANGED)."""
    refresh_entries_of(*partners)
    for partner in partners:
        if partner.kind == PartnerKind.CITIZEN:
            _leave_out_of_its_entries(partner)
            if partner.public_name != partner.name:
                leave_headings(partner)


@transaction.atomic
def _leave_out_of_its_entries(partner):
    """Take a body that is an individual out of the frozen rows of its entries, under every name that it ever had. Four queries where
    nothing names it."""
    names = {
        partner.name,
        *partner.former_names.values_list("name", flat=True),
        *partner.merged_from.values_list("name", flat=True),
    }
    entries = Participation.objects.filter(partner=partner.pk).order_by().values("project")
    rows = SnapshotRow.objects.filter(project__in=entries)
    if said := _said_without(rows, names):
        event = record("erase", by=None, target=partner, note="確定した一覧の中の名前")
        _write(rows, said, event)


def leave_out_of_old_lists(names, *, event):
    """Take whoever has these names out of the rows of old lists that no entry of the ledger stands behind; `event` answers for it."""
    rows = SnapshotRow.objects.filter(project__isnull=True)
    if said := _said_without(rows, names):
        _write(rows, said, event)


def _said_without(rows, names):
    """{what rows say of their partners: the same without these names}, only what changes. One query."""
    folded, changed = {fold(name) for name in names if name}, {}
    for text in rows.exclude(partners="").order_by().values_list("partners", flat=True).distinct():
        kept = [PartnerKind.CITIZEN.label if fold(name) in folded else name for name in text.split("、")]
        if (said := "、".join(dict.fromkeys(kept))) != text:
            changed[text] = said
    return changed


def _write(rows, said, event):
    """`said` in the rows and, as a whole value, in what the versions say that they changed of them."""
    lists = set(rows.filter(partners__in=said).values_list("snapshot", flat=True))
    years = Snapshot.objects.filter(fiscal_year__in=Snapshot.objects.filter(pk__in=lists).values("fiscal_year"))
    values = {
        json.dumps(old, ensure_ascii=escaped): json.dumps(new, ensure_ascii=escaped)
        for old, new in said.items()
        for escaped in (True, False)
    }
    with blanking(event, said | values):
        for old, new in said.items():
            rows.filter(partners=old).update(partners=new)
        replace_words(Snapshot, values, set(years.values_list("pk", flat=True)))
