"""Whether what people write would tell strangers how to reach somebody."""

import re

from kyodo_portal.common.lists.search import fold

CONTACT = re.compile(r"(?<!\d)0\d{1,4}[-ー−‐(). ]?\d{1,4}[-ー−‐(). ]?\d{3,4}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]+")


def has_contact(text):
    """Whether a text holds what looks like a telephone number or a mail address."""
    return bool(CONTACT.search(fold(text or "")))
