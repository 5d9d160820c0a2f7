"""What the settings name is there, and what a lower shelf asks of a higher one goes through one module."""

import ast
import pkgutil
import re

from django.conf import settings

from tests import house

OURS = re.compile(rf"({'|'.join(house.APPS)})(\.\w+)+")


def texts(value):
    """Every text inside a setting."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | set):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def test_every_name_of_ours_in_the_settings_leads_somewhere():
    """A typing error shows here and not at the first visitor."""
    named = {text for key in dir(settings) if key.isupper() for text in texts(getattr(settings, key)) if OURS.fullmatch(text)}
    assert {settings.KYODO_ACCESS, settings.KYODO_QUEUE_MAIL, "kyodo_portal.pages.reminders.remind"} <= named
    lost = []
    for name in sorted(named):
        try:
            pkgutil.resolve_name(name)
        except (ImportError, AttributeError) as error:
            lost.append(f"{name}: {error}")
    assert not lost


def test_a_lower_shelf_asks_upwards_in_one_place():
    places = {
        str(path)
        for path in house.app_code()
        for name, node in house.calls(path)
        if name.endswith("import_string") and "settings." in ast.unparse(node)
    }
    assert places == {"kyodo_portal/common/upwards.py"}
