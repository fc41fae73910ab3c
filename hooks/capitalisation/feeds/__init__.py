"""Feeds: what is new in the base, as a mail client or a feed reader asks for it.

`channels` says which pages can be followed, `news` what is said of an entry; `atom` and
`jsonfeed` write the same in two formats, and `writing` makes every file.
"""

from .channels import MAX, Flux, de_la_base, identite, tous

__all__ = ["MAX", "Flux", "de_la_base", "identite", "tous"]
