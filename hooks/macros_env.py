"""Macros for the editorial pages of docs/ (contributors' text never meets them)."""

from __future__ import annotations

from typing import Any

from mkdocs_adapter.macros import Macros


def define_env(env: Any) -> None:
    """Declare the macros; called by mkdocs-macros-plugin with its environment."""
    macros = Macros(env)
    for nom in (
        "compte",
        "entrees",
        "catalogue_des_erreurs",
        "reference_du_modele",
        "listes_de_mots",
        "version_des_donnees",
        "fichiers_du_catalogue",
        "citation_du_catalogue",
        "proprietes_des_donnees",
        "colonnes_des_donnees",
        "a_revoir",
        "questions_par_section",
        "gabarit",
        "depot",
        "tickets",
    ):
        env.macro(getattr(macros, nom), nom)
