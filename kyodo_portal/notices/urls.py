from django.urls import path

from . import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox_read"),
    path("inbox/<int:pk>/", views.notice, name="notice"),
    path("inbox/<int:pk>/read/", views.notice_read, name="notice_read"),
    path("sample/mail/", views.sample_mail, name="sample_mail"),
]
