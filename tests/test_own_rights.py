"""A rule over all models: rows that give rights say so, and no door of the admin lets anybody write their own."""

from django.contrib import admin
from django.contrib.auth import get_user_model

from kyodo_portal.common.own_rights import OwnRightsRefused, OwnRightsRefusedInline
from tests import house


def test_every_row_that_gives_rights_says_so_and_nobody_writes_their_own():
    """A dated row that names a person gives rights, unless it says here why not; its admin classes and inlines refuse one's own."""
    gives_none = {
        "projects.ContactWindow": "names whom to ask", "personal.Hold": "keeps data from being erased",
        "accounts.Invitation": "gives a place once its mailbox is proven; nobody invites or accepts for themselves",
    }  # fmt: skip
    people = get_user_model()
    dated = {
        model
        for model in house.our_models()
        if {"since", "until"} <= {field.name for field in model._meta.fields}
        and any(field.related_model is people for field in model._meta.fields)
    }
    silent = {model._meta.label for model in dated if not hasattr(model, "gives_rights_to")}
    assert silent == set(gives_none)
    giving = {model for model in house.our_models() if hasattr(model, "gives_rights_to")}
    assert {model._meta.label for model in giving} == {
        "partners.Assignment", "partners.Membership", "projects.CommitteeSeat", "projects.PanelSeat",
    }  # fmt: skip
    inlines = {inline for admin_class in admin.site._registry.values() for inline in admin_class.inlines}
    open_doors = [inline for inline in inlines if inline.model in giving and not issubclass(inline, OwnRightsRefusedInline)]
    open_doors += [
        model_admin
        for model, model_admin in admin.site._registry.items()
        if model in giving and not isinstance(model_admin, OwnRightsRefused)
    ]
    assert open_doors == []
