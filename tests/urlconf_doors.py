"""The doors of the portal out of its urlconf: each address at which a form of ours is posted, with the kinds of boxes that it has."""

import datetime
import inspect
from types import FunctionType

from django import forms
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.date_fields import ClockField, JaDateField, JaDateTimeField, LooseDateField
from kyodo_portal.common.forms.fields import JaEmailField, PhoneField
from kyodo_portal.common.forms.number_fields import CountField, MinutesField, YearField, YenField
from kyodo_portal.common.forms.search import SearchForm
from tests.doors import DATES, DIGITS, MAIL, UNITS

KINDS = ((JaEmailField, MAIL), (PhoneField, DIGITS), (CountField, UNITS), ((JaDateField, LooseDateField, ClockField), DATES))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from _patterns(entry)


def _functions(callback):
    """The view and what it calls of its own module, without what stands around it."""
    view = inspect.unwrap(callback)
    view = getattr(view, "func", view)
    view = getattr(view, "__func__", view)
    found, waiting = [], [view] if isinstance(view, FunctionType) else []
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        names = [one.__globals__.get(name) for name in one.__code__.co_names]
        waiting += [
            inspect.unwrap(each) for each in names if isinstance(each, FunctionType) and each.__module__ == one.__module__
        ]
    return found


def kinds_of(form):
    """{kind} of what its boxes take besides plain words."""
    fields = [field for field in form.base_fields.values() if not field.widget.is_hidden]
    return {kind for classes, kind in KINDS if any(isinstance(field, classes) for field in fields)}


def doors():
    """{name of an address: {kind}} of every one whose view posts a form of ours with boxes of these kinds."""
    found = {}
    for pattern in _patterns(get_resolver()):
        for function in _functions(pattern.callback):
            for name in function.__code__.co_names:
                form = function.__globals__.get(name)
                if isinstance(form, type) and issubclass(form, KyodoForm | forms.ModelForm) and not issubclass(form, SearchForm):
                    if kinds := kinds_of(form):
                        found.setdefault(pattern.name, set()).update(kinds)
    return found


def as_people_write(field):
    """(typed, what is meant) of a box that takes mail, a telephone, a number, a day or a time; any one of them fits its limits."""
    if isinstance(field, JaEmailField):
        yield "ＷＡＫＡＢＡ＠example．jp", "wakaba@example.jp"
    elif isinstance(field, PhoneField):
        yield "ＴＥＬ ０２５８（８３）３５１２", "0258-83-3512"
    elif isinstance(field, MinutesField):
        yield "１時間半", 90
    elif isinstance(field, YearField):
        yield "令和９年度", 2027
    elif isinstance(field, YenField):
        yield from (("５万円", 50_000), ("１，５００円", 1_500))
    elif isinstance(field, CountField):
        least = max(getattr(field, "least", 1) or 1, 1)
        yield str(least).translate(WIDE), least
    elif isinstance(field, ClockField):
        yield "午後１時半", datetime.time(13, 30)
    elif isinstance(field, JaDateTimeField):
        for day in _days():
            yield f"令和{day.year - 2018}年{day.month}月{day.day}日 午後１時半", (day, datetime.time(13, 30))
    elif isinstance(field, JaDateField):
        for day in _days():
            yield f"令和{day.year - 2018}年{day.month}月{day.day}日".translate(WIDE), day


def _days():
    """Today, then days before and after it: one of them is within the limits of any box."""
    today = timezone.localdate()
    return [today + datetime.timedelta(days=days) for days in (0, 1, -1, 20, -20, 60, 400)]


def reads(field, typed, meant):
    """Whether the box takes what is typed for what is meant."""
    try:
        read = field.clean(typed)
    except ValidationError:
        return False
    if isinstance(read, datetime.datetime):
        read = timezone.localtime(read)
        return (read.date(), read.time()) == meant
    return read == meant
