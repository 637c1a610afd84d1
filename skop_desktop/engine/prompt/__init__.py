"""What a person asks for, read into a plan."""

from skop_desktop.engine.prompt.reading import read_prompt

__all__ = ["read_prompt"]
