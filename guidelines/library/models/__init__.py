"""What a guideline consists of: chapters, the items that stand in them, pictures, common codes."""

from .cases import CaseRole, CaseStudy
from .codes import ActorKind, Body, Duty, FormCode, Lead, Money, PolicyCode, PrincipleCode, Rung, Span, Topic
from .contacts import ContactPoint, Trouble
from .fields import having
from .forms import CollaborationForm, SupportScheme
from .items import ActivityField, Column, Effect, FirstStep, Policy, Principle, Role, Step, Term
from .library import Chapter, Guideline, Municipality
from .pictures import Picture

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
    "Picture",
    "Policy",
    "PolicyCode",
    "Principle",
    "PrincipleCode",
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
