"""The two tables of projects: a proposal, and one year of a collaboration."""
from .cycle import CYCLE, PHASES, CycleStatus, Phase
from .proposal import PROPOSAL, ProposalStatus

__all__ = ["CYCLE", "PHASES", "PROPOSAL", "CycleStatus", "Phase", "ProposalStatus"]
