"""Our admin site: who comes in, and the queues of waiting work on its first page."""

from dataclasses import dataclass
from functools import update_wrapper
from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.lists.kept_questions import kept, whose
from kyodo_portal.common.lists.together import Compiled, count_together
from kyodo_portal.common.own_words import own_words


class Waiting(NamedTuple):
    """How much of one kind of work waits: `late` of it past its last day; whether any falls to the one who reads, and to whom else."""

    count: int
    late: int = 0
    is_ones_own: bool = True
    others: tuple = ()  # what the pages call them


@dataclass(frozen=True)
class WaitingWork:
    """Work that waits: a label, how much of it (`count(request)`: a Waiting, a number, or a QuerySet), where it stands and whose it is."""

    label: str
    count: object
    url: object
    visible: object
    leads: bool = False


_QUEUES = []


def register_queue(label, count, url, visible=lambda user: True, leads=False):
    """Puts a queue on the first page of the admin; apps call it from their admin.py. `url` is a path or url(request).

    `leads`: as long as anything waits there, it stands above all others.

    count(request): a Waiting, a number, or the QuerySet of what waits: these are counted in one question for the whole page. Such a
    QuerySet follows from who asks and from the day (`kept_questions.whose`), and from nothing that was read out of other tables.
    """
    _QUEUES[:] = [queue for queue in _QUEUES if queue.label != label] + [WaitingWork(label, count, url, visible, leads)]


_FIRST_PAGE = []  # f(request, apps): what the first page knows besides


def on_first_page(words):
    """Decorator of f(request, apps) → dict of what templates/admin/index.html may say besides the queues. apps: what `get_app_list` found."""
    _FIRST_PAGE.append(words)
    return words


class KyodoAdminSite(admin.AdminSite):
    """Signs in through the portal's own page; whoever is no staff finds nothing here (404)."""

    index_title = "きょうの仕事"
    enable_nav_sidebar = False  # the jobs stand above every page (pages/jobs.py), the tables on the first one

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")

    @property
    def site_header(self):
        return f"{the_city()['name']} {the_city()['site']} 職員の画面"

    @property
    def site_title(self):
        return f"{the_city()['name']} {the_city()['site']}"

    queue = staticmethod(register_queue)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def get_urls(self):
        urls = super().get_urls()
        for pattern in urls:
            if hasattr(getattr(pattern, "callback", None), "login_url"):  # what LoginRequiredMiddleware asks
                pattern.callback.login_url = settings.LOGIN_URL
        return urls

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or request.path.replace("login/", ""), settings.LOGIN_URL)

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    @method_decorator(require_safe)
    def index(self, request, extra_context=None):
        queues = self.queues(request)
        own, others = ([row for row in queues if row["count"] and row["is_ones_own"] is own] for own in (True, False))
        waiting = [(label, rows) for label, rows in (("あなたの番", own), ("ほかの人の番（待っているもの）", others)) if rows]
        idle = [row for row in queues if not row["count"]]
        answer = super().index(request, {"queues": queues, "waiting": waiting, "idle": idle, **(extra_context or {})})
        for words in _FIRST_PAGE:
            answer.context_data |= words(request, answer.context_data["app_list"])
        return answer

    @method_decorator(require_safe)
    def app_index(self, request, app_label, extra_context=None):
        return super().app_index(request, app_label, extra_context)

    def each_context(self, request):
        """What every page of the admin knows. Without Django's `available_apps`: every class would be asked for its rights and
        addresses on every page, and only the first one shows them, which asks itself.
        """
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": request.META["SCRIPT_NAME"] or self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
        }

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: getattr(self._registry[row["model"]], "index_order", LAST))
            for row in app["models"]:
                row["name"] = own_words(row["name"])
        return apps

    def queues(self, request):
        """[{label, leads, url, count, late, is_ones_own, others}] of the queues that this person has something to do with; where nothing
        waits stands last, what falls to others before it.
        """
        own = whose(request.user)
        waiting = [
            {
                "label": queue.label,
                "leads": queue.leads,
                "count": kept(queue.label, own, lambda queue=queue: _rows_of(queue.count(request))),
                "url": queue.url(request) if callable(queue.url) else queue.url,
            }
            for queue in _QUEUES
            if queue.visible(request.user)
        ]
        asked = [row for row in waiting if isinstance(row["count"], Compiled)]
        for row, number in zip(asked, count_together(*(row["count"] for row in asked)), strict=True):
            row["count"] = number
        for row in waiting:
            row |= (row["count"] if isinstance(row["count"], Waiting) else Waiting(row["count"]))._asdict()
        return sorted(waiting, key=lambda row: (not row["count"], not row["leads"], not row["is_ones_own"]))


def _rows_of(count):
    """What is counted, in the fewest words; a number as it is."""
    return count.order_by().values("pk") if isinstance(count, QuerySet) else count


LAST = 9  # the index_order of a model among the lists of its app, unless its class says otherwise
