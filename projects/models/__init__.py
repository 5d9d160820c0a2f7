"""Calls, proposals, reviews; the ledger; one cycle per fiscal year with its plan, record, evaluation and outcome."""

from .calls import Call, Criterion, PanelSeat, Question
from .check import Evaluation, EvaluationAnswer, EvaluationItem, EvaluationTalk, Gap, Report
from .cycles import Cycle, CycleChange, Improvement
from .do import ChangeRequest, Update
from .ledger import ContactWindow, Participation, Project
from .plan import Agreement, BudgetLine, Goal, Indicator, PlanConfirmation, RoleShare
from .proposals import Answer, Proposal, ProposalChange, ProposalCorrection, ProposalFile, ProposalRevision, Talk
from .reviews import Decision, Review, Score

__all__ = [
    "Agreement",
    "Answer",
    "BudgetLine",
    "Call",
    "ChangeRequest",
    "ContactWindow",
    "Criterion",
    "Cycle",
    "CycleChange",
    "Decision",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationItem",
    "EvaluationTalk",
    "Gap",
    "Goal",
    "Improvement",
    "Indicator",
    "PanelSeat",
    "Participation",
    "PlanConfirmation",
    "Project",
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
    "Talk",
    "Update",
]
