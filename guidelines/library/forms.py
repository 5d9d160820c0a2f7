"""A form that asks by GET."""

from kyodo_portal.common.forms.base import KyodoForm


class AskForm(KyodoForm):
    """A form that asks by GET."""

    buttons = []
    is_search = True  # nothing here is 必須 or 任意
