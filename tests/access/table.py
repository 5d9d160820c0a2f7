"""Who may open which address: one row per named address and situation. The table is the document (security.md: nobody else has one).

To add an address: write a row under its name. `answers` holds one status per person, in the order of PEOPLE:
302 = led to the sign-in page, 404 = not there for this person, 403 = visible but not allowed, 405 = wrong method.
`subject` names a function of tests/access/world.py, or of a room's own `<room>_world.py`, that makes what the address speaks of and returns its arguments;
`method` POST is sent with `data` of the row, where it says `sure` with the token of each person's own page. A house rule fails for a named address without a row.
"""

from .applications_table import APPLICATIONS_TABLE
from .committees_table import COMMITTEES_TABLE
from .desk_table import DESK_TABLE
from .events_table import EVENTS_TABLE
from .following_table import FOLLOWING_TABLE
from .grants_table import GRANTS_TABLE
from .letters_table import LETTERS_TABLE
from .offers_table import OFFERS_TABLE
from .official_letters_table import OFFICIAL_LETTERS_TABLE
from .opinions_table import OPINIONS_TABLE
from .proposals_table import PROPOSALS_TABLE
from .rows import Row, everybody, signed_in
from .standing_table import STANDING_TABLE
from .takeover_table import TAKEOVER_TABLE
from .voices_table import VOICES_TABLE
from .year_table import YEAR_TABLE

TABLE = (
    YEAR_TABLE
    | STANDING_TABLE
    | TAKEOVER_TABLE
    | OFFERS_TABLE
    | OPINIONS_TABLE
    | APPLICATIONS_TABLE
    | EVENTS_TABLE
    | DESK_TABLE
    | COMMITTEES_TABLE
    | FOLLOWING_TABLE
    | GRANTS_TABLE
    | LETTERS_TABLE
    | OFFICIAL_LETTERS_TABLE
    | PROPOSALS_TABLE
    | VOICES_TABLE
    | {
        # ---- notices: an inbox is its owner's alone -------------------------------------------------------------
        #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
        "inbox": [signed_in()],
        "inbox_read": [signed_in(302, method="POST"), signed_in(405)],
        "notice": [Row("302  404   200    404     404     404   404    404       404", subject="notice_of_dantai")],
        "notice_read": [
            Row("302  404   302    404     404     404   404    404       404", subject="notice_of_dantai", method="POST")
        ],
        "sample_mail": [everybody(404), everybody(200, settings={"KYODO_SAMPLE": True})],
        "sample_people": [
            everybody(404),
            everybody(404, method="POST", data={"email": "jumin@example.jp"}),
            everybody(200, settings={"KYODO_SAMPLE": True}),
        ],
        "colours": [everybody(subject="sheet_of_blue")],
        "drawing": [everybody(subject="drawing_of_a_scene"), everybody(404, subject="drawing_that_is_none")],
        # ---- photographs: whoever may open the page sees them; its own people change them ------------------------
        #            anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
        "photo": [
            everybody(subject="photo_of_dantai"),
            Row("404  404   200    404     404     404   404    200       200", subject="covered_photo_of_dantai"),
        ],
        "photo-picture": [
            everybody(subject="picture_of_dantai"),
            Row("404  404   200    404     404     404   404    200       200", subject="covered_picture_of_dantai"),
            everybody(404, subject="removed_picture_of_dantai"),
        ],
        "photo-asked": [everybody()],
        "photo-correct": [Row("302  403   200    403     403     403   403    403       403", subject="photo_of_dantai")],
        "photo-remove": [Row("302  403   200    403     403     403   403    403       403", subject="photo_of_dantai")],
        "photos": [
            Row("302  403   200    403     403     403   403    403       403", subject="photos_of_dantai"),
            signed_in(404, subject="photos_of_no_place"),
        ],
        "gallery": [everybody(404), everybody(200, settings={"DEBUG": True, "DEBUG_PROPAGATE_EXCEPTIONS": True})],
        # ---- guidelines: everybody reads what is published; drafts are for city staff ----------------------------
        "guidelines": [everybody()],
        "guideline-compare": [everybody()],
        "guideline-terms": [everybody()],
        "guideline-term": [
            everybody(subject="own_term"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_term"),
        ],
        "guideline": [
            everybody(subject="own_guideline"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_guideline"),
        ],
        "guideline-chapter": [
            everybody(subject="own_chapter"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_chapter"),
        ],
        "guideline-picture": [everybody(404, subject="no_picture")],
        "guideline-print": [
            everybody(subject="own_guideline"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_guideline"),
        ],
        "guideline-cases": [everybody()],
        "guideline-case": [
            everybody(subject="own_case"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_case"),
        ],
        "guideline-forms": [everybody()],
        "guideline-form": [
            everybody(subject="own_form"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_form"),
        ],
        "guideline-help": [everybody()],
        "guideline-trouble": [
            everybody(subject="own_trouble"),
            Row("404  404   404    404     404     200   404    200       200", subject="draft_trouble"),
        ],
        # ---- the pages over the whole house: public but for マイページ ------------------------------------------------
        "home": [everybody()],
        "take-part": [everybody()],
        "whats-on": [everybody()],
        "search": [everybody()],
        "reading": [everybody(302)],
        "welcome-en": [everybody()],
        "welcome-easy": [everybody()],
        "me": [signed_in()],
        "procedure": [everybody()],
        "procedure-registration": [everybody()],
        "procedure-proposal": [everybody()],
        "procedure-application": [everybody()],
        "procedure-cycle": [everybody()],
        "procedure-tables": [everybody()],
        "procedure-table-registration": [everybody()],
        "procedure-table-proposal": [everybody()],
        "procedure-table-application": [everybody()],
        "procedure-table-cycle": [everybody()],
        "policy-accessibility": [everybody()],
        "policy-privacy": [everybody()],
        "policy-terms": [everybody()],
        "policy-files": [everybody()],
        "policy-version": [
            everybody(subject="terms_ahead"),
            Row("404  404   404    404     404     200   404    200       200", subject="terms_draft"),
        ],
        "accessibility-test": [
            everybody(subject="public_test"),
            Row("404  404   404    404     404     200   404    200       200", subject="unseen_test"),
        ],
        "open-data": [everybody()],
        "open-data-file": [everybody(subject="open_data_of_partners")],
        "open-data-schema": [everybody(subject="open_data_of_projects")],
        "sitemap": [everybody()],
        "sitemap-xml": [everybody()],
        "robots": [everybody()],
        # ---- one's own data: each their own, and nobody else's ------------------------------------------------------
        "own-data": [signed_in()],
        "own-notices": [signed_in()],
        "own-name": [
            signed_in(),
            # What a visitor typed comes back with the way to sign in.
            Row(
                "403  302   302    302     302     302   302    302       302",
                method="POST",
                sure=True,
                data={"name": "見本 新しい名前"},
            ),
        ],
        "own-download": [signed_in(405), signed_in(302, method="POST")],
        "own-data-again": [signed_in(), signed_in(302, method="POST")],
        "own-close": [signed_in(), signed_in(302, method="POST", data={"sure": "on"})],
        "own-closed": [everybody()],
        # ---- accounts: allauth's addresses are its own; whoever has a name is not asked for it again --------------------------
        "account-doors": [signed_in(404)],
        "openid_connect_login": [everybody(404, subject="staff_door", method="POST"), everybody(405, subject="staff_door")],
        "openid_connect_callback": [everybody(404, subject="staff_door")],
        "saml-login": [everybody(404, method="POST"), everybody(405)],
        "saml-acs": [everybody(404, method="POST"), everybody(405)],
        **{name: [everybody(404)] for name in ("saml-finish", "saml-metadata")},
        "account-name": [signed_in(302), signed_in(302, method="POST")],
        "account-code-again": [everybody(405, subject="door_of_a_code"), everybody(302, subject="door_of_a_code", method="POST")],
        "mfa_login_webauthn": [everybody(302), everybody(302, method="POST", data={"credential": "[]"})],
        # ---- health -----------------------------------------------------------------------------------------------
        "healthz": [everybody()],
        "readyz": [everybody()],
        "security-txt": [everybody(404), everybody(settings={"KYODO_SECURITY_CONTACT": "kyodo@example.jp"})],
        # ---- partners: the directory is public, an application belongs to its group and the city -------------------------
        #                           anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
        "partners": [everybody()],
        "partner-map": [everybody()],
        "partner": [
            everybody(subject="group_of_dantai"),
            Row("404  404   200    404     404     200   404    200       200", subject="applying_group_of_dantai"),
        ],
        "partner-edit": [Row("302  403   200    403     403     403   403    403       403", subject="group_of_dantai")],
        "partner-publish": [Row("302  403   200    403     403     403   403    403       403", subject="group_of_dantai")],
        "partner-change": [Row("302  403   200    403     403     403   403    403       403", subject="group_of_dantai")],
        "partner-leave": [Row("302  403   200    403     403     403   403    403       403", subject="group_of_dantai")],
        "partner-members": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
        "membership-dispute": [
            Row("302  403   200    403     403     403   403    403       403", subject="newcomer_of_dantai"),
            Row("302  403   302    403     403     403   403    403       403", subject="newcomer_of_dantai", method="POST"),
        ],
        "membership-end": [
            Row("302  403   200    403     403     403   403    403       403", subject="membership_of_dantai"),
            Row("302  403   302    403     403     403   403    403       403", subject="membership_of_dantai", method="POST"),
        ],
        "register": [everybody()],
        "register-paper": [everybody()],
        "registration-paper": [
            Row("302  404   200    404     404     404   404    404       404", subject="draft_of_dantai"),
            Row("302  404   200    404     404     200   404    200       200", subject="submitted_of_dantai"),
        ],
        "registration": [
            Row("302  404   200    404     404     404   404    404       404", subject="draft_of_dantai"),
            Row("302  404   200    404     404     200   404    200       200", subject="submitted_of_dantai"),
        ],
        "registration-page": [
            Row("302  404   200    404     404     404   404    404       404", subject="draft_page_of_dantai")
        ],
        "registration-check": [Row("302  404   200    404     404     404   404    404       404", subject="draft_of_dantai")],
        "registration-discard": [Row("302  404   200    404     404     404   404    404       404", subject="draft_of_dantai")],
        "registration-receipt": [
            Row("302  404   200    404     404     403   404    403       403", subject="submitted_of_dantai")
        ],
        "registration-correct": [
            Row("302  404   200    404     404     403   404    403       403", subject="correcting_of_dantai")
        ],
        "registration-step": [
            Row("302  404   403    404     404     403   404    200       200", subject="approve_of_dantai"),
            Row("302  404   200    404     404     403   404    403       403", subject="withdraw_of_dantai"),
        ],
        "registration-file": [Row("302  404   200    404     404     403   404    200       200", subject="paper_of_dantai")],
        # ---- the panel's pages: a seat opens them; whoever belongs to the proposing group is refused -----------------------
        "reviews": [signed_in()],
        "review": [Row("302  404   404    404     404     404   200    404       404", subject="proposal_in_review")],
        "review-check": [Row("302  404   404    404     404     404   200    404       404", subject="proposal_in_review")],
        "review-conflict": [Row("302  404   404    404     404     404   200    404       404", subject="proposal_in_review")],
        # ---- the ledger is public; a year's pages belong to both sides, the secretariat, who accompanies -------
        #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
        "projects": [everybody()],
        "activities": [everybody()],
        "board": [Row("302  403   403    403     200     200   403    200       200")],
        "board-seen": [Row("302  403   403    403     302     302   403    302       302", method="POST"), signed_in(405)],
        "project": [
            everybody(subject="project_of_dantai"),
            Row("404  404   200    404     404     200   404    200       200", subject="unpublished_project"),
        ],
        "project-window": [
            # tanto's department is in charge: it names the city's window.
            Row("302  403   200    403     403     200   403    200       200", subject="project_of_dantai"),
            Row("302  404   200    404     404     200   404    200       200", subject="unpublished_project"),
        ],
        "project-objection": [
            Row("302  403   200    403     403     403   403    403       403", subject="project_of_dantai"),
            Row("302  404   200    404     404     403   404    403       403", subject="unpublished_project"),
        ],
        "ledger-step": [
            Row("302  403   403    403     403     200   403    200       200", subject="move_of_entry"),
            Row("302  403   403    403     403     403   403    200       200", subject="merge_of_entry"),
            Row("302  404   404    404     404     404   404    404       404", subject="no_step_of_entry"),
        ],
        "cycle": [
            Row("302  403   200    403     403     200   403    200       200", subject="cycle_of_dantai"),
            Row("302  403   200    403     200     200   403    200       200", subject="accompanied_cycle"),
            Row("302  404   200    404     404     200   404    200       200", subject="unpublished_cycle"),
        ],
        "cycle-plan": [
            Row("302  403   200    403     403     200   403    200       200", subject="cycle_of_dantai"),
            Row("302  403   403    403     403     403   403    403       403", subject="running_cycle"),
        ],
        "cycle-change": [
            Row("302  403   200    403     403     200   403    403       403", subject="running_cycle"),
            Row("302  403   403    403     403     403   403    403       403", subject="cycle_of_dantai"),
        ],
        "cycle-confirm": [
            Row("302  403   302    403     403     302   403    302       302", subject="cycle_of_dantai", method="POST")
        ],
        "update-new": [
            Row("302  403   200    403     403     200   403    200       200", subject="running_cycle"),
            Row("302  403   403    403     403     403   403    403       403", subject="cycle_of_dantai"),
        ],
        "update-edit": [Row("302  403   200    403     403     403   403    403       403", subject="update_of_dantai")],
        "cycle-facts": [
            Row("302  403   403    403     403     200   403    200       200", subject="running_cycle"),
            Row("302  403   403    403     403     200   403    200       200", subject="cycle_of_dantai"),
        ],
        "cycle-report": [Row("302  403   200    403     403     200   403    403       403", subject="reporting_cycle")],
        "cycle-evaluation-check": [
            Row("302  403   302    403     403     302   403    403       403", subject="evaluating_cycle"),
        ],
        "cycle-evaluation-back": [
            Row("302  403   302    403     403     302   403    403       403", subject="evaluating_cycle", method="POST"),
            Row("302  405   405    405     405     405   405    405       405", subject="evaluating_cycle"),
        ],
        "cycle-evaluation": [Row("302  403   200    403     403     200   403    403       403", subject="evaluating_cycle")],
        "cycle-disclosure": [Row("302  403   200    403     403     200   403    403       403", subject="discussing_cycle")],
        "cycle-talk": [Row("302  403   403    403     200     200   403    200       200", subject="discussing_cycle")],
        #            anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
        "meeting-new": [
            Row("302  403   200    403     403     200   403    200       200", subject="cycle_of_dantai"),
            Row("302  403   200    403     403     200   403    200       200", subject="accompanied_cycle"),
        ],
        "meeting-edit": [Row("302  403   200    403     403     403   403    403       403", subject="meeting_of_dantai")],
        "cycle-decided": [Row("302  403   200    403     403     200   403    200       200", subject="decision_of_dantai")],
        "paper-new": [Row("302  403   200    403     403     200   403    200       200", subject="cycle_of_dantai")],
        "meeting-paper-new": [Row("302  403   200    403     403     200   403    200       200", subject="meeting_of_dantai")],
        "paper": [Row("302  403   200    403     403     403   403    403       403", subject="year_paper_of_dantai")],
        "paper-replace": [Row("302  403   200    403     403     403   403    403       403", subject="year_paper_of_dantai")],
        "paper-withdraw": [Row("302  403   200    403     403     403   403    403       403", subject="year_paper_of_dantai")],
        "paper-file": [
            Row("404  404   200    404     404     200   404    200       200", subject="year_paper_of_dantai"),
            everybody(subject="public_year_paper_of_dantai"),
        ],
        "cycle-step": [
            Row("302  403   403    403     403     200   403    200       200", subject="start_of_cycle"),
            Row("302  403   302    403     403     302   403    403       403", subject="change_of_cycle"),
        ],
        # ---- the admin: one row for its door; each model's rights are tested in its app ------------------------------
        "admin:index": [Row("302  404   404    404     404     200   404    200       200")],
    }
)
