"""How good the finds are: labelled links, measures, and what they are measured against."""
