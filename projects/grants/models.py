"""補助金: its schemes."""

from .scheme_models import CostItem, GrantRule, GrantScheme

__all__ = ["CostItem", "GrantRule", "GrantScheme"]
