"""A decision that was not told yet: whichever way it went, whoever is not of the secretariat reads the same."""

import io
import re
import time
import zipfile

import pytest
from django.db import transaction

from kyodo_portal.process.actions import take_step
from projects.calls.panel_models import PanelSeat
from projects.models import Proposal
from tests import build
from tests.projects.ledger.build import form

from .city import _in_review, people

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
OWN_OF_A_PAGE = re.compile(r'(?:name="(?:csrfmiddlewaretoken|form_key)" )?value="[0-9A-Za-z-]{36,64}"')
TAKEN_OUT_AT = re.compile('日時": "[^"]*"'.encode())  # own data tell when they were taken out, and when pages were looked at
PAGES = (
    "", "check/", "print/", "approval/", "sign-off/", "comments/", "versions/", "receipt/", "step/withdraw/",
)  # fmt: skip
ELSEWHERE = (
    "/", "/me/", "/inbox/", "/search/?q=見本", "/projects/", "/projects/calls/", "/projects/board/", "/projects/board/?view=table",
    "/projects/review/", "/admin/projects/proposal/", "/me/following/", "/open-data/calls.csv", "/open-data/projects.csv",
)  # fmt: skip


class Undo(Exception):
    pass


def just_signed_in(client):
    """The same client, as if its person had typed the password a moment ago: own data are taken out."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def said_to(client, addresses):
    """{address: status, where it leads and all that it says} for one person, and what they take out of their own data."""
    told = {}
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        told[address] = answer.status_code, answer.headers.get("Location"), OWN_OF_A_PAGE.sub("", body.decode())
    own = client.post("/me/data/download/")
    if own.status_code == 200:
        pack = zipfile.ZipFile(io.BytesIO(own.content))
        names = [name for name in pack.namelist() if name != "data.html"]  # which says the same to be read, with its minute
        told["own data"] = {name: TAKEN_OUT_AT.sub(b"", pack.read(name)) for name in names}
    return told


def test_what_was_decided_is_read_by_nobody_before_it_is_told(client_for):
    who, call, found = people(), build.call(tell_scores=True), form()
    for member in (who.shinsa, who.shinsa2):
        PanelSeat.objects.create(call=call, user=member, since=build.days(-1), position="公募の市民")
    proposal = _in_review(who, call, "見本の審査中")
    clients = {
        name: just_signed_in(client_for(getattr(who, name)))
        for name in ("dantai", "kaiin", "kosharu", "shinsa2", "tanto", "dantai2", "jimukyoku")
    }
    clients["anonymous"] = client_for()
    addresses = [f"{proposal.get_absolute_url()}{page}" for page in PAGES] + [
        *ELSEWHERE,
        call.get_absolute_url(),
        who.group.get_absolute_url(),
    ]
    addresses += [f"/projects/review/{proposal.pk}/"]
    told = []
    for result, way, amount in (
        ("adopted", found, 100_000),
        ("adopted_with_conditions", found, 7_000),
        ("declined", None, None),
        ("continued", None, None),
    ):
        said = {
            "result": result,
            "form": way,
            "amount": amount,
            "conditions": f"{result}の条件" if "conditions" in result else "",
        }
        said |= {
            "document_number": f"{result}第1号",
            "decided_on": build.days(0),
            "why": f"{result}のわけ",
            "advice": f"{result}の助言",
        }
        said |= {"early": True, "early_reason": result, "ahead_reason": result}
        try:
            with transaction.atomic():
                take_step(Proposal.objects.get(pk=proposal.pk), "decide", by=who.jimukyoku, version=proposal.version, **said)
                told.append({name: said_to(client, addresses) for name, client in clients.items()})
                raise Undo
        except Undo:
            pass
    first, *others = told
    assert first["dantai"][proposal.get_absolute_url()][0] == 200 and "own data" in first["dantai"]
    differing = {name for other in others for name, said in first.items() if other[name] != said}
    assert differing == {"jimukyoku"}  # who decided
