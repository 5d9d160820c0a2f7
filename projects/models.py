"""Calls, proposals, reviews; the ledger; one cycle per fiscal year with its plan, record, evaluation and outcome."""

from projects.applications.file_models import ApplicationPaper
from projects.applications.filing_models import ApplicationFiling
from projects.applications.models import Application, ApplicationChange, ApplicationCorrection
from projects.asks.models import Ask, AskedGroup
from projects.board.models import DeskVisit
from projects.calls.change_models import CallChange, LateAdmission
from projects.calls.eligibility_models import EligibilityWaiver, Preparation
from projects.calls.models import Call
from projects.calls.panel_models import Criterion, PanelSeat
from projects.calls.question_models import Question
from projects.calls.theme_models import CallCost, CallTheme
from projects.cases.models import CaseDraft, CaseDraftChange
from projects.committees.meeting_models import CommitteeMeeting, MeetingPaper
from projects.committees.models import Committee, CommitteeSeat
from projects.committees.recruit_models import SeatCall
from projects.committees.remark_models import Remark
from projects.consultations.desk_models import DeskReport, SavedView
from projects.consultations.models import Consultation, FollowUp
from projects.consultations.zone_models import Keyring, Zone, ZoneKey
from projects.cycles.act.carried_models import CarryOver
from projects.cycles.act.models import Improvement
from projects.cycles.check.models import (
    DisclosureConsent,
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationTalk,
    Gap,
    KeptPrinciple,
    Report,
)
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.do.models import ChangeRequest, Update
from projects.cycles.models import Cycle, CycleChange
from projects.cycles.plan.models import Agreement, BudgetLine, Goal, Indicator, PlanConfirmation, RoleShare
from projects.entries.models import Participation, Project, ProjectChange
from projects.entries.window_models import ContactWindow
from projects.grants.account_models import GrantLine, GrantPaper, Payment
from projects.grants.filing_models import GrantFiling
from projects.grants.models import Grant, GrantChange, GrantCorrection
from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme
from projects.handover.models import Handover, HandoverChange, HandoverSheet
from projects.inventory.models import InventoryLine, InventoryRound, InventoryRoundChange, InventorySheet, InventorySheetChange
from projects.inventory.possibility_models import Possibility
from projects.ledger.models import DepartmentChange, Objection
from projects.opinions.file_models import RoundFile
from projects.opinions.models import OpinionRound, OpinionRoundChange, RoundPaper
from projects.opinions.opinion_models import Opinion, OpinionPoint
from projects.opinions.record_models import EventRecord
from projects.papers.models import Paper
from projects.proposals.comments.models import CommentInvitation, DraftComment
from projects.proposals.conflicts.models import Exclusion, Substitute
from projects.proposals.content_models import Answer, ProposalFile, ProposalRevision
from projects.proposals.filing_models import FilingScan, ProposalFiling
from projects.proposals.joint.models import JointGroup
from projects.proposals.models import Proposal, ProposalChange, ProposalCorrection
from projects.proposals.plan_models import PlannedGoal, PlannedStep
from projects.proposals.sign_off_models import SignOff, SignOffScan
from projects.proposals.talk_models import Talk, TalkPart
from projects.reorganisations.models import (
    MovedMatter,
    RenamedOffice,
    Reorganisation,
    ReorganisationChange,
    ReorganisationLine,
    ReorganisationPlace,
)
from projects.report.models import PolicyReview, ReportChapter, YearReport, YearReportChange
from projects.reviews.models import Decision, Review, Score
from projects.reviews.plan_models import Absence, CriterionRule, HearingSlot, ReviewPlan, SheetScan
from projects.snapshots.models import OldList, PublishedYear, Snapshot, SnapshotRow
from projects.specs.models import EvaluationSet, FormField, FormSpec, Ground, PaperAsk
from projects.voices.models import Voice, VoiceChange
from projects.voices.topic_models import MeToo, Topic, TopicChange

__all__ = [
    "Absence",
    "Agreement",
    "Answer",
    "Application",
    "ApplicationChange",
    "ApplicationCorrection",
    "ApplicationFiling",
    "ApplicationPaper",
    "Ask",
    "AskedGroup",
    "BudgetLine",
    "Call",
    "CallChange",
    "CallCost",
    "CallTheme",
    "CaseDraft",
    "CaseDraftChange",
    "CarryOver",
    "ChangeRequest",
    "CommentInvitation",
    "Committee",
    "CommitteeMeeting",
    "CommitteeSeat",
    "Consultation",
    "ContactWindow",
    "CostItem",
    "Criterion",
    "CriterionRule",
    "Cycle",
    "CycleChange",
    "CycleMeeting",
    "Decision",
    "DepartmentChange",
    "DeskReport",
    "DeskVisit",
    "DisclosureConsent",
    "EligibilityWaiver",
    "Evaluation",
    "DraftComment",
    "EvaluationAnswer",
    "EvaluationItem",
    "EvaluationSet",
    "EvaluationTalk",
    "EventRecord",
    "Exclusion",
    "FilingScan",
    "FollowUp",
    "FormField",
    "FormSpec",
    "Gap",
    "Goal",
    "Grant",
    "GrantChange",
    "GrantCorrection",
    "GrantFiling",
    "GrantLine",
    "GrantPaper",
    "GrantRule",
    "GrantScheme",
    "Ground",
    "Handover",
    "HandoverChange",
    "HandoverSheet",
    "HearingSlot",
    "Improvement",
    "Indicator",
    "InventoryLine",
    "InventoryRound",
    "InventoryRoundChange",
    "InventorySheet",
    "InventorySheetChange",
    "JointGroup",
    "KeptPrinciple",
    "Keyring",
    "MeToo",
    "LateAdmission",
    "MeetingPaper",
    "PanelSeat",
    "PaperAsk",
    "Objection",
    "Paper",
    "OldList",
    "Opinion",
    "OpinionPoint",
    "OpinionRound",
    "OpinionRoundChange",
    "Participation",
    "Payment",
    "PlanConfirmation",
    "PlannedGoal",
    "PlannedStep",
    "PolicyReview",
    "Possibility",
    "Preparation",
    "Project",
    "ProjectChange",
    "Proposal",
    "ProposalChange",
    "ProposalCorrection",
    "ProposalFile",
    "ProposalFiling",
    "ProposalRevision",
    "PublishedYear",
    "Question",
    "Remark",
    "MovedMatter",
    "Reorganisation",
    "ReorganisationChange",
    "ReorganisationLine",
    "ReorganisationPlace",
    "RenamedOffice",
    "Report",
    "ReportChapter",
    "SeatCall",
    "Review",
    "ReviewPlan",
    "RoleShare",
    "RoundFile",
    "RoundPaper",
    "SavedView",
    "Score",
    "SheetScan",
    "Snapshot",
    "SignOff",
    "SignOffScan",
    "SnapshotRow",
    "Substitute",
    "Talk",
    "TalkPart",
    "Topic",
    "TopicChange",
    "Update",
    "Voice",
    "VoiceChange",
    "YearReport",
    "YearReportChange",
    "Zone",
    "ZoneKey",
]
