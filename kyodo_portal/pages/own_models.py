"""What the models call their columns, in the city's own words: the admin reads them there."""

from django.apps import apps

from kyodo_portal.common.own_words import own_words_in

from .city_models import City


def say_in_own_words():
    """Once, when the program starts; nothing where the city has no words of its own. What the database holds stays the same."""
    for model in apps.get_models():
        meta = model._meta
        meta.verbose_name, meta.verbose_name_plural = own_words_in((meta.verbose_name, meta.verbose_name_plural))
        for field in meta.get_fields():
            if not field.auto_created and hasattr(field, "help_text"):
                field.verbose_name, field.help_text = own_words_in((field.verbose_name, field.help_text))
                if field.choices and not (model is City and field.name == "kind"):  # which of them the city is
                    field.choices = own_words_in(list(field.choices))
