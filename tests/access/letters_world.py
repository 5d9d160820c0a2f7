"""What the rows of the access table speak of where letters go from jumin to dantai's group."""

from partners.models import Partner
from partners.requests.actions import send_request
from partners.requests.care_actions import dismiss, etag_of_reports, report
from partners.requests.guest_actions import DOOR
from tests import build

from .world import own_group


def _letter(by, to, kind="ask", **more):
    words = {"about": f"partner:{to.pk}", "about_label": to.name, "text": "集まりはいつですか。", "form_key": build.uuid4()}
    return send_request(by=by, to=to, kind=kind, **words, **more)


def letter_to_dantai(who):
    return [_letter(who["jumin"], own_group(who)).pk]


def reported_letter_to_dantai(who):
    row = _letter(who["jumin"], own_group(who))
    report(row, by=who["dantai"], why="しつこい")
    return [row.pk]


def dismissed_letter_to_dantai(who):
    row = _letter(who["jumin"], own_group(who))
    report(row, by=who["dantai"], why="しつこい")
    dismiss(row, by=who["jimukyoku"], etag=etag_of_reports(row))
    return [row.pk]


def answer_to_jumin(who):
    return [*letter_to_dantai(who), "reply"]


def withdrawing_of_jumin(who):
    return [*letter_to_dantai(who), "withdraw"]


def letter_of_a_guest(who):
    office = Partner.objects.get(office=Partner.Office.SECRETARIAT)
    return [DOOR.token_of(_letter(None, office, guest_name="見本", guest_mail="guest@example.jp"))]


def changed_address_of_a_guest(who):
    return ["x" + letter_of_a_guest(who)[0]]


def about_dantai(who):
    return [f"partner:{own_group(who).pk}"]


def about_nothing(who):
    return ["partner:999999"]
