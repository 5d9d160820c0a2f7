"""町内会へのお願い: the staff's pages, and the group's own."""

from django.urls import path

from . import change_views, staff_views, views

urlpatterns = [
    path("staff/asks/", staff_views.asks, name="asks"),
    path("staff/asks/new/", staff_views.ask_new, name="ask-new"),
    path("staff/asks/sent/", staff_views.asks_sent, name="asks-sent"),
    path("staff/asks/<int:pk>/", staff_views.ask, name="ask"),
    path("staff/asks/<int:pk>/edit/", change_views.ask_edit, name="ask-edit"),
    path("staff/asks/<int:pk>/withdraw/", change_views.ask_withdraw, name="ask-withdraw"),
    path("staff/asks/<int:pk>/restore/", change_views.ask_restore, name="ask-restore"),
    path("partners/<int:pk>/asks/", views.partner_asks, name="partner-asks"),
    path("partners/<int:pk>/asks/print/", views.partner_asks_print, name="partner-asks-print"),
    path("partners/<int:pk>/asks/<int:asked_pk>/", views.ask_answer, name="ask-answer"),
]
