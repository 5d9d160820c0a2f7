"""できること・求めること under /partners/."""

from django.urls import path

from . import own_views, views

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/menu/", views.lectures, name="lecture-menu"),
    path("offers/numbers/", views.numbers, name="offer-numbers"),
    path("offers/<int:pk>/", views.offer, name="offer"),
    path("<int:pk>/offers/", own_views.partner_offers, name="partner-offers"),
    path("<int:pk>/offers/new/", own_views.offer_new, name="offer-new"),
    path("<int:pk>/offers/confirm/", own_views.offers_confirm, name="offers-confirm"),
    path("<int:pk>/offers/continue/", own_views.offers_continue, name="offers-continue"),
    path("<int:pk>/offers/<int:offer>/", own_views.offer_edit, name="offer-edit"),
    path("<int:pk>/offers/<int:offer>/terms/", own_views.offer_terms, name="offer-terms"),
    path("<int:pk>/offers/<int:offer>/close/", own_views.offer_close, name="offer-close"),
    path("<int:pk>/offers/<int:offer>/open/", own_views.offer_open, name="offer-open"),
    path("<int:pk>/matches/", own_views.partner_matches, name="partner-matches"),
]
