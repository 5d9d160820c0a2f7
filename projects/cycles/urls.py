"""年度ごとの実施."""

from django.urls import path

from . import views
from .act.carried_views import decided
from .check import views as check
from .do import views as do
from .do.change_views import change
from .do.facts_views import facts
from .do.meeting_views import meeting_edit, meeting_new
from .plan import views as plan

urlpatterns = [
    path("<int:pk>/<int:fiscal_year>/", views.cycle, name="cycle"),
    path("<int:pk>/<int:fiscal_year>/plan/", plan.plan, name="cycle-plan"),
    path("<int:pk>/<int:fiscal_year>/confirm/", plan.confirm, name="cycle-confirm"),
    path("<int:pk>/<int:fiscal_year>/updates/new/", do.update_new, name="update-new"),
    path("<int:pk>/<int:fiscal_year>/updates/<int:update_pk>/", do.update_edit, name="update-edit"),
    path("<int:pk>/<int:fiscal_year>/change/", change, name="cycle-change"),
    path("<int:pk>/<int:fiscal_year>/facts/", facts, name="cycle-facts"),
    path("<int:pk>/<int:fiscal_year>/report/", check.report, name="cycle-report"),
    path("<int:pk>/<int:fiscal_year>/evaluation/", check.evaluation, name="cycle-evaluation"),
    path("<int:pk>/<int:fiscal_year>/evaluation/check/", check.evaluation_check, name="cycle-evaluation-check"),
    path("<int:pk>/<int:fiscal_year>/evaluation/back/", check.evaluation_back, name="cycle-evaluation-back"),
    path("<int:pk>/<int:fiscal_year>/disclosure/", check.disclosure, name="cycle-disclosure"),
    path("<int:pk>/<int:fiscal_year>/talk/", check.talk, name="cycle-talk"),
    path("<int:pk>/<int:fiscal_year>/meetings/new/", meeting_new, name="meeting-new"),
    path("<int:pk>/<int:fiscal_year>/meetings/<int:meeting_pk>/", meeting_edit, name="meeting-edit"),
    path("<int:pk>/<int:fiscal_year>/decided/<slug:key>/", decided, name="cycle-decided"),
    path("cycles/<int:pk>/step/<slug:step>/", views.cycle_step, name="cycle-step"),
]
