"""What a voice is near to before it is sent: troubles that an office takes care of and that are no 協働, and what others say already."""

from django.db.models.functions import Length

from guidelines.advice.help_presenters import find, own_desks
from guidelines.library.models import Trouble
from guidelines.library.presenters import own_guideline
from kyodo_portal.common.lists.search import fold
from partners.directory.models import Partner

from .topic_models import Topic

MOST = 3  # of each that are shown
PAIRS = 4  # pairs of characters that a topic has to share with a voice: 「バス」 alone is none


def desks_near(text):
    """[Trouble] of the own city's newest guideline that an office takes care of, whose search words stand in the text. Three queries."""
    troubles, _ = own_desks()
    hits, _ = find([trouble for trouble in troubles if trouble.desk], text)
    return hits[:MOST]


def trouble_of(key):
    """The trouble of this key that an office takes care of, in the own city's newest guideline; None otherwise. Two queries."""
    guideline = own_guideline()
    return Trouble.objects.filter(guideline=guideline, key=key).exclude(desk="").first() if guideline and key else None


def office_of(trouble):
    """The office that a trouble names in words, the shortest name that begins so; None where the city has none of it. One query."""
    rows = Partner.objects.departments().filter(name__startswith=trouble.desk)
    return rows.order_by(Length("name"), "pk").first()


def topics_near(text, theme=None):
    """[Topic] that take 「わたしも」 and speak of the same: those that share most pairs of characters, a theme of the same counts as one
    pair. One query.
    """
    asked = _pairs(fold(text))
    near = []
    for topic in Topic.objects.published().filter(status__in=Topic.process.opening("join")):
        shared = len(asked & _pairs(topic.search_text)) + (theme is not None and topic.theme_id == theme.pk)
        if shared >= PAIRS:
            near.append((-shared, -topic.pk, topic))
    return [topic for *_, topic in sorted(near)][:MOST]


def _pairs(text):
    """Pairs of characters that say something: at least one of them is no hiragana."""
    return {
        one + two
        for one, two in zip(text, text[1:], strict=False)
        if (one + two).isalnum() and not ("ぁ" <= one <= "ゖ" and "ぁ" <= two <= "ゖ")
    }
