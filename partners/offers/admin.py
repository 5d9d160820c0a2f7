"""できること・求めること in the admin: read there, written on the partner's own page."""

from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.process.admin import read_only
from partners.directory.access import is_city_reader, is_secretariat
from partners.directory.offer_models import Offer

from .models import OfferTerms


class TermsInline(read_only(OfferTerms)):
    fields = ["min_people", "max_minutes", "notice_days", "opens", "closes", "weekend_closes", "cost", "conditions"]


@admin.register(Offer)
class OfferAdmin(SafeModelAdmin):
    """What is given and sought in the whole city, closed ones too. What is wrong is put right on the page of the partner."""

    viewers = staticmethod(is_city_reader)
    list_display = ["title", "partner", "side", "kind", "form", "until", "confirmed_on", "ended"]
    list_filter = ["side", "kind", "form", "theme", "fiscal_year", "ended"]
    search_fields = ["search_text"]
    list_select_related = ["partner"]
    inlines = [TermsInline]
    fields = [
        "partner", "side", "kind", "form", "title", "text", "theme", "area", "amount", "when", "on_weekdays", "on_evenings", "on_weekends",
        "since", "until", "answers_on", "fiscal_year", "confirmed_on", "closed_at", "ended",
    ]  # fmt: skip
    readonly_fields = ["closed_at", "ended"]

    def names_people(self, user, row):
        """The people of the groups write these; whoever else of the city reads along does not know them."""
        return is_secretariat(user)
