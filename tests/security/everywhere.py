"""Lists, searches and files in which a private word could come out, whoever reads them."""

from kyodo_portal.common.privacy import private_columns
from kyodo_portal.pages.feeds import FEEDS
from kyodo_portal.pages.open_data import LISTS
from partners.models import Partner
from projects.models import Review


def everywhere(group):
    """Lists, searches for the private words, machine-readable files."""
    lists = [f"/{place}/?q=cnry" for place in ("search", "partners", "projects/board")]
    models = (
        "partners/partner", "partners/registration", "partners/membership", "partners/assignment", "projects/proposal", "projects/review",
        "projects/project", "projects/cycle", "projects/call", "notices/notice", "notices/delivery", "audit/auditevent", "personal/hold",
        "personal/closing", "personal/disposallist", "personal/retentionrule", "accounts/user",
    )  # fmt: skip
    lists += [f"/admin/{model}/" for model in models] + [f"/admin/{model}/?q=cnry" for model in models]
    lists += [f"/partners/{group.pk}/{page}" for page in ("", "edit/", "publish/", "change/", "members/")]
    lists += [f"/admin/partners/partner/{group.pk}/history/"]
    lists += [f"/admin/partners/partner/?{name}__startswith=cnry" for name in private_columns(Partner)]
    seen = Review.objects.values_list("pk", flat=True)
    lists += [f"/admin/projects/review/{pk}/back/" for pk in seen]
    lists += [f"/open-data/{name}.{kind}" for name in LISTS for kind in ("csv", "json")]
    lists += [f"/feeds/{name}.atom" for name in FEEDS]
    return lists + [
        "/", "/projects/calls/", "/projects/board/", "/projects/board/?view=table", "/projects/review/",
        "/open-data/", "/sitemap.xml", "/me/", "/inbox/", "/sample/mail/", "/admin/", "/partners/register/", "POST /admin/projects/project/xlsx/",
    ]  # fmt: skip
