from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import (
    ask_views,
    calendars,
    drawings,
    event_views,
    feeds,
    following_views,
    gallery,
    health,
    neighbourhood,
    news_views,
    open_data,
    people,
    policy_views,
    security_txt,
    sitemaps,
    views,
    welcome,
)


class OpenListConverter(StringConverter):
    """The name of one of the lists of the kit."""

    regex = "|".join(open_data.LISTS)


register_converter(OpenListConverter, "openlist")

urlpatterns = [
    path("", views.home, name="home"),
    path("take-part/", views.take_part, name="take-part"),
    path("whats-on/", views.whats_on, name="whats-on"),
    path("ask/code/", ask_views.ask_code, name="ask-code"),
    path("partners/<int:pk>/events/new/", event_views.event_new, name="event-new"),
    path("events/<int:pk>/edit/", event_views.event_edit, name="event-edit"),
    path("ask/<str:about>/", ask_views.ask, name="ask-about"),
    path("consult/", ask_views.consult, name="consult"),
    path("consult/about/<str:about>/", ask_views.consult, name="consult-about"),
    path("search/", views.search, name="search"),
    path("me/", views.me, name="me"),
    path("news/", news_views.news, name="news"),
    path("neighbourhood/", neighbourhood.neighbourhood, name="neighbourhood"),
    path("follow/<str:key>/", following_views.follow, name="follow"),
    path("me/following/", following_views.following, name="me-following"),
    path("me/following/stop/<str:token>/", following_views.stop_following, name="stop-following"),
    path("me/calendar/", calendars.own_key, name="own-calendar"),
    path("me/<str:token>.ics", calendars.own, name="own-ics"),
    path("events.ics", calendars.events, name="events-ics"),
    path("events/<int:pk>.ics", calendars.event, name="event-ics"),
    path("events/<int:pk>/series.ics", calendars.event_series, name="event-series-ics"),
    path("calls.ics", calendars.calls, name="calls-ics"),
    path("opinions.ics", calendars.opinions, name="opinions-ics"),
    path("committees.ics", calendars.meetings, name="committees-ics"),
    path("feeds/<slug:name>.atom", feeds.feed, name="feed"),
    path("reading/", welcome.reading, name="reading"),
    path("en/", welcome.english, name="welcome-en"),
    path("easy/", welcome.easy, name="welcome-easy"),
    path("sample/people/", people.sample_people, name="sample_people"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("staff/first-city/", views.first_city, name="first-city"),
    path("staff/leaving/", views.leaving, name="leaving"),
    path("drawings/<slug:digest>/<slug:name>.svg", drawings.drawing, name="drawing"),
    path("colours/<slug:digest>/<int:hue>.css", drawings.colours, name="colours"),
    path("projects/procedure/", views.procedures, name="procedure"),
    path("projects/procedure/register/", views.procedure, {"name": "procedure-registration"}, name="procedure-registration"),
    path("projects/procedure/propose/", views.procedure, {"name": "procedure-proposal"}, name="procedure-proposal"),
    path("projects/procedure/apply/", views.procedure, {"name": "procedure-application"}, name="procedure-application"),
    path("projects/procedure/year/", views.procedure, {"name": "procedure-cycle"}, name="procedure-cycle"),
    path("projects/procedure/tables/", views.procedure_tables, name="procedure-tables"),
    path(
        "projects/procedure/tables/register/", views.procedure_table, {"key": "registration"}, name="procedure-table-registration"
    ),
    path("projects/procedure/tables/propose/", views.procedure_table, {"key": "proposal"}, name="procedure-table-proposal"),
    path("projects/procedure/tables/apply/", views.procedure_table, {"key": "application"}, name="procedure-table-application"),
    path("projects/procedure/tables/year/", views.procedure_table, {"key": "cycle"}, name="procedure-table-cycle"),
    path("policies/accessibility/", policy_views.policy, {"name": "accessibility"}, name="policy-accessibility"),
    path("policies/privacy/", policy_views.policy, {"name": "privacy"}, name="policy-privacy"),
    path("policies/terms/", policy_views.policy, {"name": "terms"}, name="policy-terms"),
    path("policies/files/", policy_views.policy, {"name": "files"}, name="policy-files"),
    path("policies/<slug:kind>/versions/<int:number>/", policy_views.version, name="policy-version"),
    path("policies/accessibility/tests/<int:year>/", policy_views.accessibility_test, name="accessibility-test"),
    path("open-data/", open_data.index, name="open-data"),
    path("open-data/<openlist:name>.schema.json", open_data.schema, name="open-data-schema"),
    path("open-data/<openlist:name>.<slug:kind>", open_data.download, name="open-data-file"),
    path("sitemap/", views.site_map, name="sitemap"),
    path("sitemap.xml", sitemaps.sitemap_xml, name="sitemap-xml"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
