"""A form in two tabs: filled in twice, otherwise each time, whatever boxes it has; and what stands in every table before and after."""

import datetime
import re
from contextlib import contextmanager
from urllib.parse import urljoin

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html

from kyodo_portal.common.forms.date_fields import ClockField, JaDateField, JaDateTimeField, LooseDateField
from kyodo_portal.common.forms.number_fields import YearField
from tests import build

WORDS = ("先の窓で書いた、べつのことば", "あとの窓で書いた、ちがうことば")
KINDS = (  # what a box of another kind takes: of the first tab, of the second one
    (ClockField, ("13:30", "14:30")),
    (YearField, ("令和8年度", "令和9年度")),
)
SORTS = (
    *((str(number), str(number + 1)) for number in (3, 5, 1, 100, 20000)),
    ("0258833512", "0258833513"),
    ("saki@example.jp", "ato@example.jp"),
    ("https://example.jp/saki", "https://example.jp/ato"),
    ("サキノマド", "アトノマド"),
    ("さきのまど", "あとのまど"),
    ("947-0028", "947-0029"),
    ("152081", "152099"),
)
BY_NAME = ((re.compile("-key$"), ("saki", "ato")),)  # what its field takes and its row does not
# Boxes that a template sets by hand, without a field that says what they take.
BY_HAND = (
    (re.compile("_on$"), ("2026-04-03", "2026-04-04")),
    (re.compile("cost|amount|people|points|count"), ("3", "4")),
    (re.compile("mail"), ("saki@example.jp", "ato@example.jp")),
)
TURNS = 7  # how often a refused form is filled in otherwise
# What a save writes beside what was typed, and what says only that something happened.
BESIDE = re.compile(r"version|updated|search_text|kana_key|_at$|^at$|status_since|last_login|digest|reminded|turns_on")
SAID = (
    "Notice", "Delivery", "AuditEvent", "StageChange", "Task", "DataVersion", "Counter", "NumberSeries", "CommandTrail",
)  # fmt: skip


def colleague_of(person):
    """Somebody with the same rights, for the other tab; a visitor is their own."""
    if person is None:
        return None
    if person.is_superuser:
        return build.system_admin()
    other = build.user(f"{person.name}の同僚")
    for rows in (person.memberships, person.assignments, person.panel_seats):
        for row in rows.all():
            row.pk, row.user = None, other
            row.save()
    return other


def signed_in(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


# ---- what stands on a page ------------------------------------------------------------------------------------------
def posted_forms(answer):
    """The forms of a page that are sent by POST, without those of its frame."""
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    page = html.fromstring(answer.content.decode())
    return [
        form for form in page.iter("form") if (form.get("method") or "").lower() == "post" and not form.xpath("ancestor::header")
    ]


def action_of(form, address):
    return urljoin(address, (form.get("action") or "").split("#")[0] or address)


def buttons_of(form):
    """[(name, value)] of the buttons that say which one was pressed."""
    pressed = form.xpath(".//button[@name] | .//input[@type='submit'][@name]")
    return [(button.get("name"), button.get("value") or "") for button in pressed]


def bound_forms(answer):
    """Every form that a page was drawn with, those of its rows too."""
    found = []

    def take(value):
        if isinstance(value, forms.BaseForm):
            found.append(value)
        elif isinstance(value, forms.BaseFormSet):
            found.extend(value.forms)
        elif isinstance(value, list | tuple):
            for one in value:
                take(one)
        elif isinstance(getattr(value, "form", None), forms.BaseForm):
            take(value.form)
        elif isinstance(getattr(value, "formset", None), forms.BaseFormSet):
            take(value.formset)

    for layer in answer.context or ():
        for known in getattr(layer, "dicts", [layer]):
            for value in [*known.values()] if isinstance(known, dict) else ():
                take(value)
    return found


def fields_of(answer):
    """{name of a box: its field}."""
    return {form.add_prefix(name): field for form in bound_forms(answer) for name, field in form.fields.items()}


def errors_of(answer):
    """{name of a box: what is said at it}, "" for the whole form."""
    said = {}
    for form in bound_forms(answer):
        for name, errors in form.errors.items() if form.is_bound else ():
            said["" if name == "__all__" else form.add_prefix(name)] = str(errors.as_text())
    return said


# ---- filled in ------------------------------------------------------------------------------------------------------
class Tab:
    """One form of a page, as one of two people fills it in: `which` is 0 or 1."""

    def __init__(self, page, number, button, which):
        self.form, self.fields, self.button, self.which = posted_forms(page)[number], fields_of(page), button, which
        pressed = self.form.xpath(".//button[@name=$name and @formaction]", name=(button or ("",))[0])
        self.action = action_of(self.form, page.request["PATH_INFO"])
        if pressed:  # a button with an address of its own
            self.action = urljoin(self.action, pressed[0].get("formaction"))
        self.drawn, self.otherwise = {}, {}
        for name, value in self.form.form_values():
            self.drawn.setdefault(name, []).append(value.removeprefix("\n"))
        self.typed = {name: values[0] for name, values in self.choices(self.form).items() if values}

    def choices(self, form):
        """{name: [what may be put into it, the first one first]} of every box that one sees."""
        found = {}
        for control in form.xpath(".//input | .//textarea | .//select"):
            name, kind = control.get("name"), control.get("type", "text") if control.tag == "input" else control.tag
            if name and name not in found and kind not in ("hidden", "submit", "button", "image"):
                found[name] = self.values(form, control, name, kind)
        return found

    def values(self, form, control, name, kind):
        field = self.fields.get(name)
        if kind == "file":
            return [_file(field, self.which)]
        if kind in ("radio", "checkbox", "select"):
            return _chosen(form, control, name, kind, self.which)
        if field is None:
            return [both[self.which] for shape, both in BY_HAND if shape.search(name)] or [WORDS[self.which]]
        named = [both[self.which] for shape, both in BY_NAME if shape.search(name)]
        return named + [value for value in _candidates(field, self.which) if _takes(field, value)]

    def apart(self):
        """{name: value} of the lists to choose from, the second one otherwise than the first."""
        offered = self.choices(self.form)
        lists = [name for name in offered if self.form.xpath(".//select[@name=$name]", name=name) and offered[name]]
        return {name: offered[name][number % len(offered[name])] for number, name in enumerate(lists)}

    def sent(self):
        """What the browser sends, with the button."""
        sent = {**self.drawn, **self.typed, **self.otherwise}
        if self.button:
            sent[self.button[0]] = self.button[1]
        for value in sent.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return {name: value for name, value in sent.items() if value is not None}

    def press(self, client, turns=TURNS):
        """The answer. What is refused is filled in otherwise and sent again; a page that checks is sent on as it stands."""
        told, tried, first = (self.button or ("",))[0] == "check", {}, {**self.typed}
        for _ in range(turns):
            answer = client.post(self.action, self.sent())
            wrong = errors_of(answer) if answer.status_code == 200 else {}
            if not wrong:
                break
            offered = {name: values for form in posted_forms(answer) for name, values in self.choices(form).items()}
            for name in wrong:
                tried[name] = tried.get(name, -1) + 1
                ways = [self.drawn.get(name), *offered.get(name, []), None]
                self.otherwise[name] = ways[tried[name] % len(ways)]
            if [*wrong] == [""]:  # the boxes do not fit each other: each its own of what is chosen from, then as they were drawn
                self.otherwise |= self.apart() if not tried[""] else {name: self.drawn.get(name) for name in first}
        if told and answer.status_code == 200 and not wrong:
            return self._checked(client, answer)
        return answer

    def _checked(self, client, answer):
        numbers = [number for number, form in enumerate(posted_forms(answer)) if buttons_of(form)]
        if not numbers:
            return answer
        further = Tab(answer, numbers[0], buttons_of(posted_forms(answer)[numbers[0]])[0], self.which)
        further.typed = {name: value for name, value in further.typed.items() if not any(further.drawn.get(name, [""]))}
        return client.post(further.action, further.sent())


def _file(field, which):
    """A picture where only pictures are taken, otherwise a paper."""
    accepts = str(getattr(getattr(field, "widget", None), "attrs", {}).get("accept", ""))
    if accepts and not re.search("pdf|xlsx", accepts):
        return SimpleUploadedFile(f"shashin{which}.jpg", build.picture(colour=("green", "blue")[which]), "image/jpeg")
    return SimpleUploadedFile(f"shiryo{which}.pdf", b"%PDF-1.4 shiryo", "application/pdf")


def _chosen(form, control, name, kind, which):
    if kind == "select":
        boxes = [option for option in control.iter("option") if option.get("value")]
        now = [option for option in boxes if option.get("selected") is not None]
    else:
        boxes = [box for box in form.xpath(".//input[@name=$name]", name=name) if box.get("disabled") is None]
        now = [box for box in boxes if box.get("checked") is not None]
    values = [box.get("value", "on") for box in boxes]
    if kind == "checkbox" and len(values) == 1:
        return [values[0], None] if which == 0 else [None, values[0]]
    others = [value for box, value in zip(boxes, values, strict=True) if box not in now] or values
    ordered = others[which:] + others[:which]
    many = kind == "checkbox" or control.get("multiple") is not None
    return [[value] for value in ordered] if many else ordered


def _candidates(field, which):
    for kind, both in KINDS:
        if isinstance(field, kind):
            yield both[which]
    if isinstance(field, JaDateField | LooseDateField):
        clock = " 13:30" if isinstance(field, JaDateTimeField) else ""
        for number in (3, -3, 0, 30, -30, 60, 200, 400, -400):
            yield f"{timezone.localdate() + datetime.timedelta(days=number + which):%Y-%m-%d}{clock}"
    yield from (WORDS[which], f"{WORDS[which]}。" * 3, WORDS[which][:4])
    yield from (both[which] for both in SORTS)


def _takes(field, value):
    try:
        field.clean(value)
    except (ValidationError, TypeError):
        return False
    return True


# ---- what stands in the tables --------------------------------------------------------------------------------------
class Tables:
    """{(table, key, column): value} of every row that people write, read anew only where something was written."""

    def __init__(self):
        self.models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if _is_ours(model)}
        self.first = {name: self._read(name) for name in self.models}
        self.now, self.written = self.first, set()

    @contextmanager
    def watched(self):
        with connection.execute_wrapper(self._watch):
            yield self

    def _watch(self, execute, sql, params, many, context):
        if found := re.match(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)

    def _read(self, name):
        model = self.models[name]
        names = [field.attname for field in model._meta.concrete_fields if not BESIDE.search(field.attname)]
        rows = model._base_manager.order_by().values("pk", *names)
        return {(model.__name__, row["pk"], column): row[column] for row in rows for column in names}

    def back(self):
        """What was written was rolled back."""
        self.now, self.written = self.first, set()

    def changed(self):
        """What was written since the last call: {(table, key, column): value}, None for a row that is gone."""
        tables = {name: self._read(name) for name in self.written & {*self.models}}
        found = {}
        for name, after in tables.items():
            before = self.now[name]
            found |= {key: after.get(key) for key in {*before, *after} if before.get(key, ...) != after.get(key, ...)}
        self.now, self.written = {**self.now, **tables}, set()
        return found

    def holds(self, words):
        return any(words in str(value) for table in self.now.values() for value in table.values())


def _is_ours(model):
    label = model._meta.app_label
    return not (
        model.__name__.startswith("Historical") or model.__name__ in SAID or label in ("sessions", "contenttypes", "auth")
    )
