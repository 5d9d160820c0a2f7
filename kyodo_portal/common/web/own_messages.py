"""What an action answers at the top of the next page, in the city's own words."""

from django.contrib.messages.storage.fallback import FallbackStorage

from kyodo_portal.common.own_words import own_words_said


class OwnMessages(FallbackStorage):
    """Django's storage; a sentence is changed where it comes in, names in it are not."""

    def add(self, level, message, extra_tags=""):
        super().add(level, own_words_said(message), extra_tags)
