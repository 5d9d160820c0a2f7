"""How templates are read: a line break beside a Japanese character is no space, and what only orders the source is not sent.

Japanese has no spaces between words, but a browser shows a line break as one. Without this loader a sentence would
have to stand on one line, however long; with it, a template breaks its lines wherever a Japanese character stands on
either side. Between two Latin words, between two tags and inside a tag a line break stays what it is: one, without the
indentation behind it. The break behind a line that holds nothing but {% if %}, {% for %} and their like goes as well: a seventh
of a long page was such lines.
"""

import re

from django.template.loaders import filesystem

from kyodo_portal.common.own_words import own_words

# Kana, kanji, and the signs of their width (、。「」（）・〜 and the ideographic space).
JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
BREAK = re.compile(rf"(?<=[{JAPANESE}])[ \t]*\n[ \t\n]*|[ \t]*\n[ \t\n]*(?=[{JAPANESE}])")
# A line of tags that only steer.
STEERING = re.compile(
    r"^((?:\{%[ ](?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load)\b(?:(?!%\}).)*%\}[ \t]*)+)\n",
    re.MULTILINE,
)
INDENTED = re.compile(r"[ \t]*\n[ \t\n]*")
# Where line breaks are text.
AS_TYPED = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)


def join_lines(source):
    """An HTML template's source without the line breaks that touch a Japanese character, without indentation and empty lines."""
    parts = AS_TYPED.split(source)
    # split() gives text, the kept element, its name, text, …
    return "".join(part if place % 3 == 1 else _joined(part) for place, part in enumerate(parts) if place % 3 != 2)


def _joined(text):
    return STEERING.sub(r"\1", INDENTED.sub("\n", BREAK.sub("", text)))


class Loader(filesystem.Loader):
    """Django's loader of the folder `templates/`; mails and other texts keep every line break."""

    def get_contents(self, origin):
        source = own_words(super().get_contents(origin))
        return join_lines(source) if origin.template_name.endswith(".html") else source
