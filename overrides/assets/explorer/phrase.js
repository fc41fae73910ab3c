// Une phrase dans une liste : comme overrides/partials/explorer/phrases.html la dessine.

import { creer } from "../recherche/dom.js";
import { adresse } from "../recherche/transport.js";

const SORTES = { levier: ["Levier", "plus"], frein: ["Frein", "moins"], enseignement: ["À retenir", "retenir"] };

/**
 * @param liste.site l'adresse publique du site, "" si elle n'est pas connue
 * @param liste.type le type de toute la liste, si elle en a un : chaque phrase ne le redit pas
 */
export function dessiner({ fiche, sorte, ancre, texte, citation, type }, liste) {
  const [mot, signe] = SORTES[sorte];
  const lien = (page, contenu) => creer("a", { href: adresse(page) }, contenu);
  const reperes = [
    lien(fiche.adresse, fiche.titre),
    ...fiche.lieux.map(([nom, page]) => lien(page, nom)),
    fiche.autres ? `+\u00a0${fiche.autres}\u00a0territoire${fiche.autres > 1 ? "s" : ""}` : "",
    ...fiche.dispositifs.map(([nom, page]) => lien(page, nom)),
    fiche.periode,
  ];
  return creer("li", { class: `phrase ${sorte}` },
    creer("p", { class: "phrase-tete" }, creer("span", { class: "signe" }, icone(signe)), mot,
      ...(type && !liste.type ? [" ", lien(`enseignements/${type.id}/`, type.libelle)] : [])),
    creer("p", { class: "phrase-texte" }, lien(`${fiche.adresse}#${ancre}`, texte)),
    creer("p", { class: "phrase-pied" }, ...reperes.filter(Boolean).map((r) => creer("span", {}, r))),
    creer("details", { class: "citer" }, creer("summary", {}, "Citer"),
      creer("p", { class: "citation" }, citation, ...(liste.site ? [creer("span", { class: "adresse" }, `${liste.site}${fiche.adresse}#${ancre}`)] : [])),
      creer("p", { class: "citer-boutons" }, bouton("citation", "Copier la citation"), " ", bouton("lien", "Copier le lien"))));
}

const bouton = (quoi, texte) => creer("button", { class: "bouton bouton-second", type: "button", "data-copier": quoi }, texte);

const icone = (nom) => document.querySelector(`template[data-icone="${nom}"]`).content.cloneNode(true);
