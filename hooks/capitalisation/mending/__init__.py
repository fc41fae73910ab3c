"""Mends in fiches what is mechanical, and nothing that asks for a choice.

The checker names the files; each is mended in memory, checked again in its corpus, and written
only when the checker finds no more in it than before, and nothing new. Edits are spans of the
text, found by the marks of YAML: what is not mended stays byte for byte.

`decoding` makes text of bytes; `characters`, `lines`, `values`, `prose` and `residue` propose
edits; `sheet` is one file at work; `trial` keeps what does no harm; `names` renames files;
`folder` does all this to a corpus; `writing` touches the disk.
"""

from .folder import Bilan, corriger

__all__ = ["Bilan", "corriger"]
