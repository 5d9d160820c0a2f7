from django.urls import path

from . import drawings, gallery, health, open_data, people, security_txt, sitemaps, views, welcome

urlpatterns = [
    path("", views.home, name="home"),
    path("take-part/", views.take_part, name="take-part"),
    path("whats-on/", views.whats_on, name="whats-on"),
    path("search/", views.search, name="search"),
    path("me/", views.me, name="me"),
    path("reading/", welcome.reading, name="reading"),
    path("en/", welcome.english, name="welcome-en"),
    path("easy/", welcome.easy, name="welcome-easy"),
    path("sample/people/", people.sample_people, name="sample_people"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("drawings/<slug:digest>/<slug:name>.svg", drawings.drawing, name="drawing"),
    path("projects/procedure/", views.procedures, name="procedure"),
    path("projects/procedure/register/", views.procedure, {"name": "procedure-registration"}, name="procedure-registration"),
    path("projects/procedure/propose/", views.procedure, {"name": "procedure-proposal"}, name="procedure-proposal"),
    path("projects/procedure/year/", views.procedure, {"name": "procedure-cycle"}, name="procedure-cycle"),
    path("projects/procedure/tables/", views.procedure_tables, name="procedure-tables"),
    path("policies/accessibility/", views.policy, {"name": "accessibility"}, name="policy-accessibility"),
    path("policies/privacy/", views.policy, {"name": "privacy"}, name="policy-privacy"),
    path("policies/terms/", views.policy, {"name": "terms"}, name="policy-terms"),
    path("open-data/", open_data.index, name="open-data"),
    path("open-data/partners.csv", open_data.partners, name="open-data-partners"),
    path("open-data/projects.csv", open_data.projects, name="open-data-projects"),
    path("sitemap/", views.site_map, name="sitemap"),
    path("sitemap.xml", sitemaps.sitemap_xml, name="sitemap-xml"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
