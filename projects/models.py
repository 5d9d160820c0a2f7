"""Calls, proposals, reviews; the ledger; one cycle per fiscal year with its plan, record, evaluation and outcome."""

from projects.calls.change_models import CallChange, LateAdmission
from projects.calls.models import Call, Criterion, PanelSeat, Question
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
from projects.cycles.do.models import ChangeRequest, Update
from projects.cycles.models import Cycle, CycleChange
from projects.cycles.plan.models import Agreement, BudgetLine, Goal, Indicator, PlanConfirmation, RoleShare
from projects.entries.models import Participation, Project, ProjectChange
from projects.entries.window_models import ContactWindow
from projects.handover.models import Handover, HandoverChange, HandoverSheet
from projects.ledger.models import DepartmentChange, Objection
from projects.proposals.conflicts.models import Exclusion, Substitute
from projects.proposals.content_models import Answer, ProposalFile, ProposalRevision
from projects.proposals.joint.models import JointGroup
from projects.proposals.models import Proposal, ProposalChange, ProposalCorrection
from projects.proposals.talk_models import Talk, TalkPart
from projects.reviews.models import Decision, Review, Score

__all__ = [
    "Agreement",
    "Answer",
    "BudgetLine",
    "Call",
    "CallChange",
    "ChangeRequest",
    "ContactWindow",
    "Criterion",
    "Cycle",
    "CycleChange",
    "Decision",
    "DepartmentChange",
    "DisclosureConsent",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationItem",
    "EvaluationTalk",
    "Exclusion",
    "Gap",
    "Goal",
    "Handover",
    "HandoverChange",
    "HandoverSheet",
    "Improvement",
    "Indicator",
    "JointGroup",
    "KeptPrinciple",
    "LateAdmission",
    "PanelSeat",
    "Objection",
    "Participation",
    "PlanConfirmation",
    "Project",
    "ProjectChange",
    "Proposal",
    "ProposalChange",
    "ProposalCorrection",
    "ProposalFile",
    "ProposalRevision",
    "Question",
    "Report",
    "Review",
    "RoleShare",
    "Score",
    "Substitute",
    "Talk",
    "TalkPart",
    "Update",
]
