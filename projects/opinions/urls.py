"""意見募集."""

from django.urls import path

from . import file_views, own_views, record_views, staff_views, views

urlpatterns = [
    path("opinions/", views.opinions, name="opinions"),
    path("opinions/<int:pk>/", views.round, name="opinion-round"),
    path("opinions/<int:pk>/plan/", views.plan, name="opinion-plan"),
    path("opinions/<int:pk>/form/", views.paper_form, name="opinion-form"),
    path("opinions/<int:pk>/send/", own_views.send, name="opinion-send"),
    path("opinions/<int:pk>/sent/", own_views.sent, name="opinion-sent"),
    path("opinions/files/<int:pk>/", file_views.file, name="opinion-file"),
    path("staff/opinions/<int:pk>/files/", file_views.files, name="opinion-files"),
    path("staff/opinions/files/<int:pk>/remove/", file_views.file_remove, name="opinion-file-remove"),
    path("opinions/received/<int:pk>/", own_views.opinion, name="opinion"),
    path("opinions/received/<int:pk>/withdraw/", own_views.withdraw, name="opinion-withdraw"),
    path("events/<int:pk>/record/", record_views.record, name="event-record"),
    path("events/<int:pk>/record/show/", record_views.show, name="event-record-show"),
    path("events/<int:pk>/record/remarks/new/", record_views.remark_new, name="event-remark-new"),
    path("events/<int:pk>/record/remarks/<int:remark_pk>/", record_views.remark, name="event-remark"),
    path("staff/opinions/<int:pk>/", staff_views.received, name="opinions-received"),
    path("staff/opinions/<int:pk>/enter/", staff_views.enter, name="opinion-enter"),
    path("staff/opinions/<int:pk>/points/", staff_views.points, name="opinion-points"),
    path("staff/opinions/split/<int:pk>/", staff_views.split, name="opinion-split"),
    path("staff/opinions/remarks/<int:pk>/", staff_views.remark, name="opinion-remark"),
]
