"""通知書: /letters/<n>/ for its readers, /staff/letters/ at the desk."""

from django.urls import path

from . import desk_views, many_views, views

urlpatterns = [
    path("letters/<int:pk>/", views.letter, name="official-letter"),
    path("staff/letters/", desk_views.letters, name="official-letters"),
    path("staff/letters/check/", desk_views.check, name="official-letters-check"),
    path("staff/letters/table/", desk_views.table, name="official-letters-table"),
    path("staff/letters/late/", many_views.late, name="official-letters-late"),
    path("staff/letters/print/", many_views.sheets, name="official-letters-print"),
    path("staff/letters/sent/", many_views.sent, name="official-letters-sent"),
    path("staff/letters/of/<slug:process>/<int:pk>/", many_views.draft, name="official-letter-draft"),
    path("staff/letters/<int:pk>/", desk_views.desk, name="official-letter-desk"),
    path("staff/letters/<int:pk>/press/", desk_views.press, name="official-letter-press"),
    path("staff/letters/<int:pk>/replace/", desk_views.replace, name="official-letter-replace"),
    path("staff/letters/<int:pk>/send/", desk_views.send, name="official-letter-send"),
]
