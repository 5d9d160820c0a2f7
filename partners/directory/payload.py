"""A registration's payload: stored values by the names of `schema`, how they are read back, judged and shown."""

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kyodo_portal.common.forms import validators
from kyodo_portal.common.japanese.date_reading import parse_date
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.japanese.numbers import Counted, clean_whole, small_int
from kyodo_portal.common.templatetags.kyodo import jdate, tsu, yen

from .consent import CHOICES, NO, YES
from .kind import MembersUnit, PartnerKind
from .reference_models import Area, Field
from .schema import ACTIVITY, BASE, FILES_PAGE, FORMER, PAGES, Kind, schema_of

# A city department is entered by the city; everybody else may apply.
KINDS = PartnerKind.of_groups()
MAX_TYPED = 20_000  # characters kept of one half-finished answer in a draft
NUMBERS = (Kind.PEOPLE, Kind.COUNT, Kind.YEN)
UNTOUCHED, HALF, DONE = "まだ", "入力中", "入力済み"


def as_json(value):
    """The JSON form of a cleaned value: keys of rows as text, numbers as text, ticks as true or false."""
    if isinstance(value, QuerySet | list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    if value is None:
        return ""
    if isinstance(value, Counted):
        return value.written
    return value if isinstance(value, bool | str) else str(value)


def cleaned_payload(form):
    """The payload keys of a valid form, which knows its `schema`."""
    return {name: as_json(value) for name, value in form.cleaned_data.items() if name in form.schema.items}


def draft_payload(form):
    """(keys to keep, fully readable) of a form that may be unfinished: what is wrong is kept as typed where it can be."""
    kept, whole = {}, True
    for name, bound in form._bound_items():
        if name not in form.schema.items:
            continue
        if name in form.cleaned_data:
            kept[name] = as_json(form.cleaned_data[name])
        elif any(error.code in ("characters", "line", "invisible") for error in form.errors.as_data().get(name, ())):
            whole = False
        else:
            raw = bound.data if isinstance(bound.data, list) else str(bound.data or "")
            slip = form.has_error(name, code="slip")  # kept, and asked about: nobody asks again when it is sent
            if slip or len(str(raw)) > MAX_TYPED:
                whole = False
            if len(str(raw)) <= MAX_TYPED:
                kept[name] = raw
    return kept, whole


def _line(clean=None):
    def read(item, raw):
        text = validators.clean_text(raw, multiline=item.kind is Kind.TEXT, item=item.label)
        text = clean(text, item=item.label) if clean and text else text
        return validators.check_length(text, item.most, item=item.label)

    return read


def _people(item, raw):
    text = validators.clean_text(raw, item=item.label)
    limits = {"least": 0, "most": 1_000_000_000, "example": "24"}
    return clean_whole(text, item=item.label, unit="人", units=MembersUnit.labels, **limits) if text else None


def _partner_kind(item, raw):
    if raw and raw not in dict(KINDS):
        raise ValidationError(f"{item.label}を選び直してください。", code="invalid_choice")
    return raw


def _keys(values):
    values = values if isinstance(values, list) else []
    return [key for value in values if (key := small_int(value)) is not None]


def _instances(model):
    def read(item, raw):
        chosen = model.objects.filter(pk__in=_keys(raw))
        if len(chosen) != len(set(raw)) or len(chosen) > (item.most or len(chosen)):
            raise ValidationError(f"{item.label}を選び直してください。", code="invalid_choice")
        return chosen

    return read


def _whole(unit):
    def read(item, raw):
        return clean_whole(
            validators.clean_text(raw, item=item.label), item=item.label, unit=unit, most=1_000_000_000, example="12"
        )

    return read


def _date(item, raw):
    try:
        return parse_date(validators.clean_text(raw, item=item.label), item=item.label)
    except DateProblem as problem:
        raise ValidationError(str(problem), code="date") from None


def _one_of(item, raw):
    if raw not in (item.options or (YES, NO)):
        raise ValidationError(f"{item.label}を選び直してください。", code="invalid_choice")
    return raw


READERS = {
    Kind.LINE: _line(),
    Kind.TEXT: _line(),
    Kind.KANA: _line(validators.clean_kana),
    Kind.PERSON: _line(),
    Kind.PARTNER_KIND: _partner_kind,
    Kind.CORPORATE_NUMBER: _line(validators.clean_corporate_number),
    Kind.SINCE: _line(validators.clean_loose_date),
    Kind.PEOPLE: _people,
    Kind.FIELDS: _instances(Field),
    Kind.AREAS: _instances(Area),
    Kind.WEB: _line(validators.clean_url),
    Kind.POSTAL_CODE: _line(validators.clean_postal_code),
    Kind.PHONE: _line(validators.clean_phone),
    Kind.EMAIL: _line(partial(validators.clean_email, sure=True)),  # the page has asked
    Kind.CONSENT: lambda item, raw: raw if raw in (YES, NO) else "",
    Kind.PROMISE: lambda item, raw: bool(raw),
    Kind.COUNT: _whole(""),
    Kind.YEN: _whole("円"),
    Kind.CHOICE: _one_of,
    Kind.DATE: _date,
    Kind.YES: _one_of,
}


def judge(payload, names=None, *, schema=BASE, may_lack=()):
    """(values, wrong): the cleaned values of a payload by name, and the names of those that cannot be taken as they stand.

    names: of the schema's values; without any all of them. A value that the payload does not name is empty: wrong where it is
    required, otherwise left out of `values`. may_lack: names that are not required here. Two queries.
    """
    values, wrong = {}, []
    for name in schema.items if names is None else names:
        item, raw = schema.items[name], payload.get(name)
        try:
            value = READERS[item.kind](item, raw) if raw not in (None, "", []) else ""
        except ValidationError:
            wrong.append(name)
            continue
        if item.required and not value and not isinstance(value, Counted) and name not in may_lack:
            wrong.append(name)
        elif name in payload:
            values[name] = None if item.kind in NUMBERS and value == "" else value
    return values, wrong


def consents_in(payload, schema=BASE):
    """{field of the Consent: may it be shown} of the consents that a payload answers; anything but a plain yes is a no."""
    return {field: payload[name] == YES for name, field in schema.consents.items() if name in payload}


def page_states(registration, *, wants_papers=False):
    """[(page, heading, state)] for the task list. wants_papers: a paper that must go with it is not there yet."""
    payload, states, schema = registration.payload, [], schema_of(registration.rule)
    for key, title in PAGES:
        if key == FILES_PAGE:
            count = registration.files.standing().count()
            there = f"{tsu(count)}付いています" if count else "なくてもかまいません"
            states.append((key, title, (HALF if count else UNTOUCHED) if wants_papers else there))
            continue
        names = [item.name for item in schema.items_of(key)]
        begun = any(payload.get(name) for name in names)
        wrong = judge(payload, names, schema=schema, may_lack=registration.may_lack)[1]
        states.append((key, title, UNTOUCHED if not begun else HALF if wrong else DONE))
    return states


def is_complete(registration):
    """True when every page would be accepted."""
    return not judge(registration.payload, schema=schema_of(registration.rule), may_lack=registration.may_lack)[1]


def stored(partner, item):
    """What the portal keeps of a partner for one written value: a column, or a value of its `extra`."""
    if item.key:
        return partner.extra.get(item.key)
    return getattr(partner, item.name).all() if item.name in ("fields", "areas") else getattr(partner, item.name)


def payload_of(partner, schema=None):
    """A payload with what the portal knows of a partner, for a change: consents too, promises not.

    schema: of the rule of the change; without one of the rule under which it is registered.
    """
    schema = schema or schema_of(partner.rule)
    kept = {name: as_json(stored(partner, schema.items[name])) for name in schema.written}
    if partner.members_count is not None and partner.members_unit != MembersUnit.PEOPLE:
        kept["members_count"] += partner.get_members_unit_display()
    given = set(partner.consents.in_force().values_list("field", flat=True))
    return kept | {name: YES if field in given else NO for name, field in schema.consents.items()}


def _named(model, keys):
    wanted = _keys(keys)
    return "、".join(str(row) for row in model.objects.filter(pk__in=wanted)) if wanted else ""


def shown(name, value, schema=BASE):
    """One payload value in words; of a name that the schema does not know as it stands."""
    item = schema.items.get(name)
    return words_of(item.kind, value) if item else str(value or "")


def words_of(kind, value):
    """A value of this Kind, as a payload or a partner's `extra` keeps it, in words."""
    if kind is Kind.FIELDS:
        return _named(Field, value)
    if kind is Kind.AREAS:
        return _named(Area, value)
    if kind is Kind.PARTNER_KIND:
        return dict(PartnerKind.choices).get(value, "")
    if kind is Kind.CONSENT:
        return dict(CHOICES).get(value, "")
    if kind is Kind.PROMISE:
        return "確かめました" if value else ""
    if kind is Kind.POSTAL_CODE and len(str(value or "")) == 7:
        return f"{value[:3]}-{value[3:]}"
    if kind in (Kind.COUNT, Kind.YEN, Kind.DATE) and value not in (None, ""):
        return _exact(kind, value)
    if kind is Kind.YES:
        return {YES: "はい", NO: "いいえ"}.get(value, "")
    return f"{value}人" if kind is Kind.PEOPLE and str(value).isdecimal() else str(value or "")


def _exact(kind, value):
    """A number or a day in words; as it was typed where it is none."""
    try:
        if kind is Kind.DATE:
            return jdate(datetime.date.fromisoformat(str(value)))
        return yen(int(value)) if kind is Kind.YEN else f"{int(value):,}"
    except ValueError:
        return str(value)


def display_rows(payload, schema=BASE, *, hidden=()):
    """[(page, heading, [(name, label, text)])] of a payload in the order of the pages."""
    return [
        (
            key,
            title,
            [
                *[
                    (item.name, item.label, words_of(item.kind, payload.get(item.name)))
                    for item in schema.items_of(key)
                    if item.name not in hidden
                ],
                *[(name, label, payload[name]) for name, label in FORMER.items() if key == ACTIVITY and payload.get(name)],
            ],
        )
        for key, title in PAGES
        if key != FILES_PAGE
    ]
