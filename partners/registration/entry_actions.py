"""What every paper of a group has in common: its number, and its group's entry as it stood, for the step that takes one back."""

import datetime

from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.number_actions import next_number
from partners.directory.actions import write_values
from partners.directory.models import Partner
from partners.directory.name_actions import forget_names
from partners.directory.payload import consents_in, judge, payload_of
from partners.directory.schema import EXTRA, schema_of

from .models import Registration

DAYS = {"confirmed_on", "registered_from", "valid_until"}  # of an entry, put back with it


def numbered(registration, **_):
    """The day on which it came in, its number, and by when the city decides: days count from its 収受日."""
    registration.submitted_at = timezone.now()
    if registration.purpose in (*Registration.APPLICATIONS, *Registration.NOTICES) and not registration.is_own_word:
        registration.decide_by = registration.last_day_to_decide(registration.filed_on)
    if registration.number is None:
        year = fiscal_year(timezone.localdate(registration.submitted_at))
        registration.number = next_number("T", year, given=Registration.objects)  # T for 登録
    registration.save(update_fields=["payload", "number", "submitted_at", "decide_by", "updated_at"])


def days_begin_anew(registration):
    """What was put right is read anew: the days to decide count from today. Without saving."""
    registration.decide_by = registration.last_day_to_decide(timezone.localdate())


def days_before(registration, **_):
    """What `days_as_before` needs."""
    return {"decide_by": registration.decide_by.isoformat() if registration.decide_by else None}


def days_as_before(registration, undone):
    """By when it was to be decided before the step that is taken back. Without saving; steps of before there were such days keep theirs."""
    if "decide_by" in undone.kept:
        day = undone.kept["decide_by"]
        registration.decide_by = datetime.date.fromisoformat(day) if day else None


def read_again(registration, **_):
    """It went back to the city without having been sent."""
    days_begin_anew(registration)
    registration.save(update_fields=["decide_by", "updated_at"])


def entry_before(registration, **_):
    """The group's entry as it stands now: values, standing, which consents are in force."""
    partner = Partner.objects.get(pk=registration.partner_id)
    schema = schema_of(registration.rule)
    values = payload_of(partner, schema)
    return {
        "values": {name: values[name] for name in schema.written},
        "members_unit": partner.members_unit,
        "standing": partner.standing,
        "shown_from": partner.shown_from.isoformat() if partner.shown_from else None,
        **{name: value.isoformat() if (value := getattr(partner, name)) else None for name in DAYS},
        "rule": partner.rule_id,
        "consents": list(partner.consents.in_force().values_list("pk", flat=True)),
    }


def entry_as_before(registration, *, undone, **_):
    """The group's entry as it stood before. What it wrote or took back itself since then stays."""
    partner, kept = Partner.objects.select_for_update().get(pk=registration.partner_id), undone.kept
    partner.standing, shown_from = kept["standing"], kept.get("shown_from")
    partner.shown_from = datetime.datetime.fromisoformat(shown_from) if shown_from else None
    for name in kept.keys() & DAYS:
        setattr(partner, name, datetime.date.fromisoformat(kept[name]) if kept[name] else None)
    partner.rule_id = kept.get("rule", partner.rule_id)
    schema = schema_of(registration.rule)
    now, written = payload_of(partner, schema), registration.payload
    back = {name: value for name, value in kept["values"].items() if now[name] != value and now[name] == written.get(name)}
    back |= judge(back, [name for name in back if name.startswith(EXTRA)], schema=schema)[0]
    if "members_count" in back:
        back |= judge(back, ["members_count"])[0]
        partner.members_unit = kept["members_unit"]
    write_values(partner, back)
    if "name" in back:
        forget_names({partner.pk: back["name"]})
    before, asked = Q(pk__in=kept["consents"]), consents_in(written, schema)
    given, refused = ([field for field, yes in asked.items() if yes == word] for word in (True, False))
    partner.consents.in_force().exclude(before).filter(field__in=given).update(withdrawn_at=timezone.now())
    ended_by_the_step = Q(field__in=refused) if registration.is_application else Q()
    give_back_consents(partner, partner.consents.filter(before, ended_by_the_step))


def give_back_consents(partner, consents):
    """Consents that a step ended are in force again, but where the group has answered anew since then: its own word is newer."""
    for row in consents.order_by("pk"):
        if not partner.consents.filter(field=row.field, pk__gt=row.pk).exists():
            row.withdrawn_at = None
            row.save(update_fields=["withdrawn_at"])


def standing_as_before(registration, *, undone, **_):
    Partner.objects.filter(pk=registration.partner_id).update(standing=undone.kept["standing"], updated_at=timezone.now())
