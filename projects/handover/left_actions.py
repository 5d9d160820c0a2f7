"""A body left the directory while entries of the ledger go on with it: whoever has to see to them hears of it, once for each office."""

from django.urls import reverse

from kyodo_portal.notices.later_actions import tell_later, tell_undone
from partners.directory.access import people_of
from projects.entries.models import Participation

from .matters import open_matters_of

Side = Participation.Side
NAMED = 3  # entries that a notice names; the rest it counts
GO_ON = (
    "これからも、団体の人とこれまでどおり進められます。続けるか、相手を替えるか、終えるかを、団体と決めてください。"
    "次の年度に続けるときは、だれと続けるかを先に確かめてください。"
)


def body_left(partner, *, by, stays=False):
    """Tell each office that has something going on with this body that it left the directory. Called in the transaction of the step.

    stays: that was taken back, so that whoever has heard of it hears that it stays. Queries: two, and some for each office.
    """
    projects = open_matters_of(partner, Side.GROUP).order_by("kana", "pk")
    rows = Participation.objects.valid().filter(project__in=projects, side=Side.CITY).select_related("partner", "project")
    by_office = {}
    for row in rows.order_by("partner", "project__kana", "project"):
        by_office.setdefault(row.partner, []).append(row.project.title)
    for office, titles in by_office.items():
        about, url = f"body-left:{partner.pk}:{office.pk}", reverse("ownerless")
        if stays:
            title = f"「{partner.public_name}」が名簿から外れたことは、取り消されました"
            tell_undone(about, by=by, title=title, body="前と同じように、名簿にあります。", url=url)
            continue
        more = f"、ほか{len(titles) - NAMED}件" if len(titles) > NAMED else ""
        tell_later(
            people_of(office),
            about=about,
            title=f"進めている協働の相手の「{partner.public_name}」が、協働の名簿から外れました",
            body=f"{office}の協働（{len(titles)}件）：{'、'.join(titles[:NAMED])}{more}\n{GO_ON}",
            url=url,
            by=by,
        )
