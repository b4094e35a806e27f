"""From an issue's blocks to the two parts of a letter."""

from .letters import Rendering, render, words_of
from .tokens import TOKENS, Personal

__all__ = ["TOKENS", "Personal", "Rendering", "render", "words_of"]
