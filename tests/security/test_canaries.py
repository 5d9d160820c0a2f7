"""Every private word of the city, and exactly the people before whom it comes out, on any page that they can ask for."""

import logging
import re

import pytest

from .city import FAX, PHONE, settle

GROUP, CITY = {"dantai", "kaiin"}, {"jimukyoku", "kanri"}
OFFICES = CITY | {"tanto", "tanto2"}  # all who work in the city hall
PANEL = {"shinsa", "shinsa2"}
CONTACT = GROUP | CITY | {"kosharu"}
WHOLE = GROUP | OFFICES | PANEL | {"kosharu"}
EVERYBODY = {"anonymous", "dantai2", "kosharu2"} | WHOLE

MAY_SEE = {
    # a registered group that publishes none of it
    **dict.fromkeys(("CNRY-representative", "CNRY-contact", "CNRY-address", PHONE, FAX, "cnry-mail@example.jp"), CONTACT),
    "CNRY-member": GROUP | CITY,
    # an application in correction; its only member is dantai
    **dict.fromkeys(("CNRY-applicant", "CNRY-applied", "CNRY-rules"), {"dantai"} | CITY),
    "CNRY-before": CITY,
    # proposals
    **dict.fromkeys(("CNRY-draft", "CNRY-draftfile"), GROUP | {"kosharu"}),
    **dict.fromkeys(("CNRY-text", "CNRY-attached"), WHOLE),
    "CNRY-opinion": WHOLE - GROUP,
    # sheets: the writer, who decides, the department in charge; not the colleague whose own sheet is not in
    **dict.fromkeys(("CNRY-sheet", "CNRY-points"), CITY | {"tanto", "shinsa2"}),
    "CNRY-conflict": CITY | {"tanto", "shinsa2"},
    "cnry-panel@example.jp": CITY,
    # a decision before and after it was told
    **dict.fromkeys(("CNRY-untold", "CNRY-untold-number", "CNRY-untold-early"), CITY | {"tanto"}),
    "CNRY-told": EVERYBODY,
    "CNRY-told-advice": WHOLE - {"tanto2"},
    "CNRY-told-early": CITY | {"tanto"},
    # a year: answers before they are opened are their side's alone
    "CNRY-group": GROUP,
    "CNRY-city": {"tanto"},
    **dict.fromkeys(("CNRY-memo", "CNRY-attendee", "CNRY-inside"), GROUP | OFFICES | {"kosharu"}),
    "CNRY-unpublished": GROUP | OFFICES | {"kosharu", "kosharu2"},
    # what was told to one person, and the trail
    "CNRY-notice": {"dantai"} | CITY,
    "CNRY-noticebody": {"dantai"},
    "CNRY-audit": {"kanri"},
}


def found_by(client, addresses):
    """{private word: the addresses on which it came out}. A search page repeats the asked word: that is no find."""
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        body = b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
        text = body + "".join(f"{name}:{value}" for name, value in answer.headers.items())
        echo = address.partition("=")[2]
        for word in MAY_SEE:
            if re.search(rf"{re.escape(word)}(?![\w-])", text, re.IGNORECASE) and word != echo:
                found.setdefault(word, set()).add(address)
    return found


@pytest.mark.django_db
def test_what_is_private_comes_out_before_those_who_may_see_it_and_nobody_else(client_for, monkeypatch):
    monkeypatch.setattr(logging.root.manager, "disable", logging.WARNING)  # each refusal would write its stack
    who, addresses = settle()
    # Whoever is no staff gets the same answer from all of the admin: two of its pages stand for the rest.
    outside = [one for one in addresses if not one.startswith("/admin/")] + [
        one for one in addresses if one.startswith("/admin/")
    ][:2]
    seen = {
        name: found_by(client_for(getattr(who, name)), addresses if name in OFFICES else outside) for name in sorted(EVERYBODY)
    }
    leaks = {
        (word, name): sorted(where) for name, found in seen.items() for word, where in found.items() if name not in MAY_SEE[word]
    }
    assert leaks == {}
    # What nobody can see proves nothing: each word does come out before everybody who may see it.
    hidden = {(word, name) for word, names in MAY_SEE.items() for name in names if word not in seen[name]}
    assert hidden == set()
