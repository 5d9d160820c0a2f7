"""One draft of the sample on which everything has happened that may before it is sent: asked, commented, signed off on paper."""

import uuid

from kyodo_portal.process.actions import take_step
from partners.requests.actions import send_request
from projects.calls.eligibility import about_of
from projects.models import Proposal
from projects.proposals.comments.actions import comment, invite
from projects.proposals.drafting.pages import etag_of_draft
from projects.proposals.filing_actions import enter_proposal
from projects.proposals.sign_off_actions import want_sign_off
from projects.proposals.sign_off_paper_actions import enter_sign_off, paper_code

from .clock import at, days_ago
from .scans import scan

DRAFT = "sample:p_draft"  # of fixtures/sample/proposals.json
ASKED = "屋根の雪おろしに使う命綱は、経費の対象になりますか。下書きを見てもらってから出したいです。"
ADVICE = (
    (10, "carry", "当番を頼む相手は、先に町内会長さんに話しておくと、進めやすくなります。"),
    (9, "plan", "1月の行に、けがをしたときの連絡先を書いておきましょう。"),
)


def settle(cast):
    """Needs calls and letters."""
    proposal = Proposal.objects.select_related("call").get(form_key=uuid.uuid5(uuid.NAMESPACE_URL, DRAFT))
    call, leader = proposal.call, cast["yukiakari_leader"]
    with at(days_ago(12)):
        send_request(
            by=leader, to=cast["secretariat"], kind="consult", about=about_of(call), about_label=call.title, text=ASKED,
            form_key=_key("consult"), from_partner=cast["yukiakari"],
        )  # fmt: skip
        invite(proposal, by=leader)
    for ago, page, text in ADVICE:
        with at(days_ago(ago)):
            comment(proposal, by=cast["kosharu"], page=page, text=text, form_key=_key(page))
    with at(days_ago(3)):
        want_sign_off(proposal, True, by=leader)
    with at(days_ago(1)):
        enter_sign_off(
            by=cast["jimukyoku"], form_key=_key("paper"), code=paper_code(proposal, etag_of_draft(proposal)), signed_by="見本 副会長",
            received_on=days_ago(1), scan=scan("団体内の確認（見本）.pdf", "Mihon: confirmed by hand"),
        )  # fmt: skip
    on_paper(cast, call)


def on_paper(cast, call):
    """One that came by mail and was received as it came: it lacks its budget, which the group is asked for on paper."""
    with at(days_ago(2)):
        made = enter_proposal(
            call, cast["honcho"], by=cast["jimukyoku"], form_key=_key("on paper"), title="大雪の朝の声かけ当番（見本）", channel="mail",
            received_on=days_ago(3), scan=scan("提案書の写し（見本）.pdf", "Mihon: a proposal on paper"),
        )  # fmt: skip
        made.summary = "大雪の朝に、組ごとの当番が一軒ずつ声をかけます。"
        made.theme = call.themes.first()
        made.save(update_fields=["summary", "theme", "updated_at"])
        take_step(made, "enter", by=cast["jimukyoku"], version=0)


def _key(words):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:draft:{words}")
