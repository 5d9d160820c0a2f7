"""What stands in a registration's payload: typed values by field name, and how pages read them back."""

from django.db.models import QuerySet

from .consent import CHOICES, NO, YES
from .forms import ALL_FIELDS, FILES_PAGE, FILES_TITLE, FORM_PAGES, LABELS, PAGES
from .models import Area, Field, Partner, PartnerKind

MAX_TYPED = 20_000  # characters kept of one half-finished answer in a draft
UNTOUCHED, HALF, DONE = "まだ", "入力中", "入力済み"


def storable(value):
    """The JSON form of a cleaned value: keys of rows as text, numbers as text, ticks as true or false."""
    if isinstance(value, QuerySet | list | tuple):
        return [str(getattr(one, "pk", one)) for one in value]
    if value is None:
        return ""
    return value if isinstance(value, bool | str) else str(value)


def cleaned_payload(form):
    """The payload keys of a valid form."""
    return {name: storable(value) for name, value in form.cleaned_data.items() if name in ALL_FIELDS}


def draft_payload(form):
    """(keys to keep, fully readable) of a form that may be unfinished: what is wrong is kept as typed where it can be."""
    kept, whole = {}, True
    for name, bound in form._bound_items():
        if name not in ALL_FIELDS:
            continue
        if name in form.cleaned_data:
            kept[name] = storable(form.cleaned_data[name])
        elif any(error.code in ("characters", "line", "invisible") for error in form.errors.as_data().get(name, ())):
            whole = False
        else:
            typed = bound.data if isinstance(bound.data, list) else str(bound.data or "")
            if len(str(typed)) > MAX_TYPED:
                whole = False
            else:
                kept[name] = typed
    return kept, whole


def bound_pages(payload):
    """{page: its form, judged} for a whole payload."""
    return {key: form(payload) for key, form in FORM_PAGES.items()}


def page_states(registration):
    """[(page, heading, state)] for the task list; the page of files has no duty."""
    payload, states = registration.payload, []
    for key, title in PAGES:
        if key == FILES_PAGE:
            count = registration.files.count()
            states.append((key, title, f"{count}つ付いています" if count else "なくてもかまいません"))
            continue
        form = FORM_PAGES[key](payload)
        begun = any(payload.get(name) for name in form.fields)
        states.append((key, title, DONE if begun and form.is_valid() else HALF if begun else UNTOUCHED))
    return states


def is_complete(payload):
    """True when every page would be accepted."""
    return all(form.is_valid() for form in bound_pages(payload).values())


def payload_of(partner):
    """A payload with what the portal knows of a partner, for a change: consents too, promises not."""
    kept = {}
    for name in ALL_FIELDS:
        if name.startswith(("publish_", "pledge_")):
            continue
        value = getattr(partner, name)
        kept[name] = storable(value.all() if name in ("fields", "areas") else value)
    given = set(partner.consents.in_force().values_list("field", flat=True))
    return kept | {f"publish_{name}": YES if name in given else NO for name in Partner.CONSENT_FIELDS}


def _named(model, keys):
    wanted = [int(key) for key in keys if str(key).isascii() and str(key).isdigit() and len(str(key)) < 10]
    return "、".join(str(row) for row in model.objects.filter(pk__in=wanted)) if wanted else ""


def shown(name, value):
    """One payload value in words."""
    if name == "fields":
        return _named(Field, value or [])
    if name == "areas":
        return _named(Area, value or [])
    if name == "kind":
        return dict(PartnerKind.choices).get(value, "")
    if name.startswith("publish_"):
        return dict(CHOICES).get(value, "")
    if name.startswith("pledge_"):
        return "確かめました" if value else ""
    if name == "postal_code" and len(str(value or "")) == 7:
        return f"{value[:3]}-{value[3:]}"
    return f"{value}人" if name == "members_count" and str(value).isdecimal() else str(value or "")


def rows_of(payload, *, hidden=()):
    """[(page, heading, [(name, label, text)])] of a payload in the order of the pages."""
    return [
        (
            key,
            FORM_PAGES[key].title,
            [(name, LABELS[name], shown(name, payload.get(name))) for name in FORM_PAGES[key].base_fields if name not in hidden],
        )
        for key, _ in PAGES
        if key != FILES_PAGE
    ]


def heading_of(key):
    """The heading of a page."""
    return FILES_TITLE if key == FILES_PAGE else FORM_PAGES[key].title
