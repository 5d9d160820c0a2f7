"""The library: whose guideline, its chapters, the structured items that stand in them, and how they are changed."""

from .cases import CaseRole, CaseStudy
from .codes import having
from .contacts import ContactPoint, Trouble
from .forms import CollaborationForm, SupportScheme
from .items import ActivityField, Column, Effect, FirstStep, Policy, Principle, Role, Step, Term
from .library import Chapter, Guideline, Municipality
from .revisions import Picture, Revision, RevisionChange, RevisionRow
from .words import ActorKind, Body, Duty, FormCode, Lead, Money, Phase, PolicyCode, PrincipleCode, Rung, Span, Topic

__all__ = [
    "ActivityField",
    "ActorKind",
    "Body",
    "CaseRole",
    "CaseStudy",
    "Chapter",
    "CollaborationForm",
    "Column",
    "ContactPoint",
    "Duty",
    "Effect",
    "FirstStep",
    "FormCode",
    "Guideline",
    "Lead",
    "Money",
    "Municipality",
    "Phase",
    "Picture",
    "Policy",
    "PolicyCode",
    "Principle",
    "PrincipleCode",
    "Revision",
    "RevisionChange",
    "RevisionRow",
    "Role",
    "Rung",
    "Span",
    "Step",
    "SupportScheme",
    "Term",
    "Topic",
    "Trouble",
    "having",
]
