"""The coordinators' desk, and what of it the city reads."""

from django.urls import path

from . import arriving_views, city_views, desk_views, views, zone_views

urlpatterns = [
    path("desk/", desk_views.desk, name="desk"),
    path("desk/seen/", desk_views.desk_seen, name="desk-seen"),
    path("desk/views/new/", desk_views.view_new, name="view-new"),
    path("desk/views/<int:pk>/drop/", desk_views.view_drop, name="view-drop"),
    path("desk/report/", desk_views.desk_reports, name="desk-reports"),
    path("desk/report/sent/<int:pk>/withdraw/", desk_views.desk_report_withdraw, name="desk-report-withdraw"),
    path("desk/report/<str:key>/", desk_views.desk_report, name="desk-report"),
    path("desk/report/<str:key>/xlsx/", desk_views.desk_report_xlsx, name="desk-report-xlsx"),
    path("consult/sent/", arriving_views.consult_sent, name="consult-sent"),
    path("consultations/", city_views.shared, name="consultations-shared"),
    path("consultations/<int:pk>/", city_views.shared_one, name="consultation-shared"),
    path("consultations/reports/<int:pk>/", city_views.report_sent, name="desk-report-sent"),
    path("desk/zone/", zone_views.zone, name="zone"),
    path("desk/zone/close/", zone_views.zone_close, name="zone-close"),
    path("desk/zone/new/", zone_views.zone_setup, name="zone-setup"),
    path("desk/zone/ring/", zone_views.zone_ring, name="zone-ring"),
    path("desk/zone/number/", zone_views.zone_number, name="zone-number"),
    path("desk/zone/hand/<int:user_pk>/", zone_views.zone_hand, name="zone-hand"),
    path("desk/zone/code/", zone_views.zone_code, name="zone-code"),
    path("desk/zone/code/new/", zone_views.zone_new_code, name="zone-new-code"),
    path("desk/zone/recover/", zone_views.zone_recover, name="zone-recover"),
    path("desk/zone/renew/", zone_views.zone_renew, name="zone-renew"),
    path("desk/consultations/", views.consultations, name="desk-consultations"),
    path("desk/consultations/new/", views.consultation_new, name="consultation-new"),
    path("desk/consultations/quick/", views.consultation_quick, name="consultation-quick"),
    path("desk/consultations/<int:pk>/", views.consultation, name="consultation"),
    path("desk/consultations/<int:pk>/edit/", views.consultation_edit, name="consultation-edit"),
    path("desk/consultations/<int:pk>/dates/", views.follow_up_new, name="follow-up-new"),
    path("desk/consultations/<int:pk>/share/", views.consultation_share, name="consultation-share"),
    path("desk/dates/<int:pk>/", views.follow_up_tick, name="follow-up-tick"),
]
