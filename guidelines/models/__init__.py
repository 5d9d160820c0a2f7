"""The library: whose guideline, its chapters, and the structured items that stand in them."""

from .cases import CaseRole, CaseStudy
from .contacts import ContactPoint
from .forms import CollaborationForm, SupportScheme
from .items import ActivityField, Column, Effect, FirstStep, Policy, Principle, Role, Step, Term
from .library import Chapter, Guideline, Municipality
from .words import ActorKind, FormCode, Phase, PolicyCode, PrincipleCode

__all__ = [
    "ActivityField",
    "ActorKind",
    "CaseRole",
    "CaseStudy",
    "Chapter",
    "CollaborationForm",
    "Column",
    "ContactPoint",
    "Effect",
    "FirstStep",
    "FormCode",
    "Guideline",
    "Municipality",
    "Phase",
    "Policy",
    "PolicyCode",
    "Principle",
    "PrincipleCode",
    "Role",
    "Step",
    "SupportScheme",
    "Term",
]
