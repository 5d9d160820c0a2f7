"""The two processes of projects: a proposal, and one year of a collaboration."""
from .cycle import CYCLE, CycleStatus
from .proposal import PROPOSAL, ProposalStatus

__all__ = ["CYCLE", "PROPOSAL", "CycleStatus", "ProposalStatus"]
