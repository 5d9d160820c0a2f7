"""A word of its own in every private column that the models declare, so that one can see where it comes out.

Nothing here names a column because it is private: a new one is planted by itself, and the crawl knows before whom it may come
out from its model (test_canaries.py: MAY_SEE). Ticks, moments, choices and keys of other rows cannot carry a word.
"""

import datetime
import re

from django.db import connection, models

from kyodo_portal.audit import guard
from kyodo_portal.common.privacy import columns, private_columns
from partners.models import Partner
from tests.house import our_models

SPARED = {
    "partners.Signup.needs": "codes",
    "partners.Errand.dropped_by": "the key of a step; an errand that has one stands nowhere",
    "sealed": "bytes that no page shows (tests/projects/consultations/test_nothing_leaks.py); others would open with no key",
    "public_key": "the same",
    "wrapped": "the same",
    "recovery": "the same",
    "generation": "which key opens it",
    "projects.SavedView.path": "which list: another word leads nowhere and is not shown",
    "projects.Consultation.topics": "codes",
    "projects.Consultation.responses": "codes",
    "stored_as": "where a file lies: a download of another name would find none",
    "projects.CaseDraft.topics": "codes",
    "projects.MeToo.mail_hash": "of a mailbox: the same",
    "projects.MeToo.token_hash": "of a browser: a press is somebody's or a browser's, and the city's is somebody's",
    "projects.Reorganisation.moved": "keys and days of rows, to be put back; no page shows it",
    "projects.InventoryLine.also": "codes",
    "projects.ChangeRequest.before": "a plan as the year's page shows it",
    "projects.ChangeRequest.after": "the same",
    "projects.GrantCorrection.sent": "as it was stored, to be put back; no page shows it",
    "projects.GrantCorrection.typed": "where the form of its next sending begins, as in a registration, where it is planted",
    "projects.ApplicationCorrection.sent": "as it was stored, to be put back; no page shows it",
    "projects.ApplicationCorrection.typed": "where the form of its next sending begins, as in a registration, where it is planted",
    "partners.RegistrationCorrection.sent": "as it was stored, to be put back; no page shows it",
    "projects.ProposalCorrection.sent": "a value as it is stored, to be put back; no page shows it",
    "projects.ProposalCorrection.typed": "empty: what is put right in a proposal stands in the proposal",
}


# How pages write the three sorts of values: a text (a postal code gets a hyphen), a number, a day.
WORD = re.compile(r"cnr-?y(\d{3})", re.IGNORECASE)
NUMBER = re.compile(r"(?:31|98,?700),?(\d{3})(?![0-9a-zA-Z]|,\d)")
INSIDE_A_LONGER_ONE = re.compile(r"[0-9a-zA-Z.,]")
DAY = re.compile(r"(195[012])[年-](\d{1,2})[月-](\d{1,2})(?!\d)")
FIRST_DAY = datetime.date(1950, 1, 1)


class Planted:
    """What was planted: `labels` are the columns ("partners.Partner.phone"), the place of each is the number in its value; `sorts`: of which
    type that value is, so that a sum that looks like another column's word is no find."""

    def __init__(self):
        self.labels, self.sorts, self.rowless = [], [], []

    def value(self, label, field):
        """A value for this column that stands nowhere else; None where the column cannot carry one."""
        value = _value(field, len(self.labels))
        if value is not None:
            self.labels.append(label)
            self.sorts.append(type(value))
        return value

    def word(self, label):
        """A word where a text is planted inside something larger."""
        return self.value(label, models.TextField())

    def found_in(self, text):
        """The labels of the columns whose value stands in a page's text."""
        found = {(int(number), str) for number in WORD.findall(text)}
        numbers = (one for one in NUMBER.finditer(text) if not INSIDE_A_LONGER_ONE.match(text[one.start() - 1 : one.start()]))
        found |= {(int(one[1]), int) for one in numbers}
        found |= {((datetime.date(*map(int, day)) - FIRST_DAY).days, datetime.date) for day in DAY.findall(text)}
        return {self.labels[number] for number, sort in found if number < len(self.labels) and self.sorts[number] is sort}


NEVER = models.BooleanField | models.DateTimeField | models.TimeField | models.UUIDField  # too common to be known again


def _value(field, number):
    if field.is_relation or field.choices or isinstance(field, NEVER):
        return None
    if isinstance(field, models.EmailField):
        return f"cnry{number:03}@example.jp"
    if isinstance(field, models.URLField):
        return f"https://cnry{number:03}.example.jp/"
    if isinstance(field, models.CharField | models.TextField):
        return f"cnry{number:03}"  # seven signs: a postal code holds it too
    if isinstance(field, models.DateField):
        return FIRST_DAY + datetime.timedelta(days=number)
    if isinstance(field, models.PositiveSmallIntegerField):
        return 31_000 + number
    if isinstance(field, models.IntegerField):
        return 98_700_000 + number
    raise TypeError(f"{field}: how is a value of this sort found again on a page?")


def plant(samples):
    """Plant one row of every model that has private columns: `samples[label]` if the city names one, otherwise the first.

    Returns what was Planted; its `rowless` are the models of which the city has no row yet.
    """
    planted = Planted()
    guard.lift(connection)
    for model in our_models():
        if private_columns(model):
            _plant_row(model, samples.get(model._meta.label) or model._base_manager.order_by("pk").first(), planted)
    guard.install(connection)
    return planted


def _plant_row(model, row, planted):
    private, values = private_columns(model), {}
    for field in columns(model):
        label = f"{model._meta.label}.{field.name}"
        if field.name not in private or {label, field.name} & SPARED.keys():
            continue
        if isinstance(field, models.JSONField):
            values[field.name] = INSIDE[label](getattr(row, field.name), planted) if row else None
        elif (value := planted.value(label, field)) is not None:
            values[field.name] = value
    if values and row is None:
        planted.rowless.append(model._meta.label)
    elif values:
        model._base_manager.filter(pk=row.pk).update(**values)


def payload(value, planted):
    """An application: what it says and not everybody may read."""
    private = [name for name in private_columns(Partner) if name in value]
    return {**value, **{name: planted.word(f"partners.Registration.payload.{name}") for name in private}}


def details(label):
    """What a step keeps beside its reason."""
    return lambda value, planted: {**(value or {}), "planted": planted.word(label)}


def content(value, planted):
    """A frozen proposal: its first answer."""
    row = next(row for section in value for row in section["rows"] if row["key"].startswith("q"))
    row["value"] = planted.word("projects.ProposalRevision.content")
    return value


def typed(value, planted):
    """A draft's half-finished answer."""
    return {**value, "idea": {"summary": planted.word("projects.Proposal.typed")}}


def asked_by_its_form(value, planted):
    """A year's record: the field of its form that specs_city.py names, which is not public."""
    return {**value, "inside": planted.word("projects.Cycle.extra")}


def wanted_name(value, planted):
    """An application: what it is to be called instead. Of two planted words a page would mark only what differs."""
    return {"title": planted.word("projects.Application.change_to")}


def asked_at_the_start(value, planted):
    """An application: a field of its form that everybody reads only in the year of the ledger."""
    return {**value, "for_whom": planted.word("projects.Application.extra")}


def asked_by_its_rule(value, planted):
    """A body: the field of its rule that rules_city.py names, which is not public."""
    return {**value, "inside": planted.word("partners.Partner.extra")}


def cells(value, planted):
    """An old table: a cell below its headings."""
    value[0][1][1][0] = planted.word("projects.OldList.sheets")
    return value


def cells_of_groups(value, planted):
    """A list of groups: a cell below its headings."""
    value[0][1][1][0] = planted.word("partners.PartnerImport.sheets")
    return value


def cells_of_events(value, planted):
    """A list of events: a cell below its headings."""
    value[0][1][1][1] = planted.word("partners.EventImport.sheets")
    return value


def facts(value, planted):
    """A sheet's facts: one line."""
    return [["相手", [planted.word("projects.HandoverSheet.facts")]]]


INSIDE = {
    "partners.RegistrationCorrection.typed": lambda value, planted: planted.word("partners.RegistrationCorrection.typed"),
    "projects.InventoryLine.extra": details("projects.InventoryLine.extra"),
    "projects.InventoryLine.former": details("projects.InventoryLine.former"),
    "projects.InventoryLine.written": details("projects.InventoryLine.written"),
    "projects.HandoverSheet.facts": facts,
    "projects.Application.extra": asked_at_the_start,
    "projects.Application.change_to": wanted_name,
    "projects.Cycle.extra": asked_by_its_form,
    "partners.Partner.extra": asked_by_its_rule,
    "projects.OldList.sheets": cells,
    "partners.PartnerImport.sheets": cells_of_groups,
    "partners.PartnerImport.chosen": lambda value, planted: [[1, "out", False, planted.word("partners.PartnerImport.chosen")]],
    "partners.EventImport.chosen": lambda value, planted: [
        [1, "out", None, False, "", planted.word("partners.EventImport.chosen")]
    ],
    "partners.PartnerImportRow.changed": details("partners.PartnerImportRow.changed"),
    "partners.EventImport.sheets": cells_of_events,
    "partners.EventImportRow.changed": details("partners.EventImportRow.changed"),
    "partners.PartnerMerge.moved": details("partners.PartnerMerge.moved"),
    "partners.PartnerMerge.filled": lambda value, planted: [*value, planted.word("partners.PartnerMerge.filled")],
    "partners.Registration.payload": payload,
    "projects.ProposalRevision.content": content,
    "projects.Proposal.typed": typed,
    **{
        f"{label}.{column}": details(f"{label}.{column}")
        for column in ("details", "kept")
        for label in (
            "guidelines.RevisionChange",
            "partners.RegistrationChange",
            "partners.RequestChange",
            "projects.ProposalChange",
            "projects.CycleChange",
            "projects.ProjectChange",
            "projects.InventoryRoundChange",
            "projects.InventorySheetChange",
            "projects.ApplicationChange",
            "projects.CaseDraftChange",
            "projects.HandoverChange",
            "projects.ReorganisationChange",
            "projects.TopicChange",
            "projects.VoiceChange",
            "projects.YearReportChange",
            "projects.OpinionRoundChange",
            "projects.GrantChange",
        )
    },
}
