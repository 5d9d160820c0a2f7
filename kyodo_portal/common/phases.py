"""The four phases of a year of collaboration, in the words of every page: Plan, Do, Check, Action."""

PHASES = {"plan": "計画", "do": "実施", "check": "ふりかえり", "act": "見直し"}
