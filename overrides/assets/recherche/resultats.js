// Une page de résultats, les filtres actifs, la pagination et les messages.

import { compter, creer, disposer, horsVue, nombre, reessayer } from "./dom.js";
import { ecrire, filtres, sans, sansFiltre } from "./etat.js";
import { extrait, titre } from "./extrait.js";
import { NOMS } from "./facettes.js";
import { estSimple } from "./ici.js";
import { CONSEIL, adresse } from "./transport.js";

export const PAR_PAGE = 10; // autant que l'aperçu : hooks/mkdocs_adapter/search.py
const LIEUX_MONTRES = 2;

/** Un résultat, fait d'un fragment : genre, titre, extrait, puis lieux · dispositifs · années. */
export function element(f, { q = "", reperes = null }) {
  const { meta } = f;
  const genre = creer("p", { class: "genre" }, icone(meta.genre), creer("span", {}, meta.genre_libelle));
  if (meta.statut === "notice") genre.append(" ", creer("span", { class: "etiquette" }, "Notice"));
  const lieux = meta.lieux.slice(0, LIEUX_MONTRES);
  const autres = meta.lieux.length - lieux.length;
  const pied = [...lieux, ...(autres ? [`+\u00a0${autres} autre${autres > 1 ? "s" : ""}`] : []), ...meta.dispositifs.slice(0, 2), meta.annees];
  return creer("li", { class: `resultat g-${meta.genre}`, "data-entree": f.url.split("/").at(-2) },
    genre,
    creer("h3", { class: "resultat-titre" }, creer("a", { href: adresse(f.url) + (q ? `?${new URLSearchParams({ surligner: q })}` : "") }, titre(f, reperes))),
    creer("p", { class: "resultat-extrait" }, extrait(f, reperes)),
    creer("p", { class: "resultat-pied" }, ...pied.filter(Boolean).map((t) => creer("span", {}, t))));
}

function icone(genre) {
  return document.querySelector(`template[data-icone="${CSS.escape(genre)}"]`)?.content.cloneNode(true);
}

/** Les filtres actifs : un bouton pour lever chacun, un pour les lever tous ; `aller` reçoit de quoi changer l'état. */
export function puces(boite, etat, catalogue, aller) {
  const actifs = filtres(etat);
  boite.hidden = !actifs.length;
  disposer(boite, actifs.length ? [
    ...actifs.map(({ facette, valeur }) => puce(
      [horsVue(`Retirer le filtre ${NOMS[facette][0]}\u202f: `), catalogue.libelle(facette, valeur), creer("span", { "aria-hidden": "true" }, "×")],
      `${facette}=${valeur}`, () => aller((courant) => sans(courant, facette, valeur)), "puce")),
    puce(["Effacer les filtres"], "tous", () => aller(sansFiltre), "puce puce-tous"),
  ].map((bouton) => creer("li", {}, bouton)) : []);
}

function puce(contenu, cle, action, classe) {
  const bouton = creer("button", { type: "button", class: classe, "data-puce": cle }, ...contenu);
  bouton.addEventListener("click", action);
  return bouton;
}

/** De vrais liens, que l'on peut ouvrir ailleurs ; `aller` prend la suite d'un clic simple. */
export function pagination(boite, etat, total) {
  const pages = Math.ceil(total / PAR_PAGE);
  boite.hidden = pages < 2;
  if (pages < 2) return boite.replaceChildren();
  const lien = (page, contenu, attributs = {}) => creer("a", { href: ecrire({ ...etat, page }), "data-page": page, ...attributs }, ...contenu);
  const suite = numeros(etat.page, pages).map((page) => creer("li", {}, page
    ? lien(page, [horsVue("Page "), nombre(page)], { "aria-current": page === etat.page ? "page" : null })
    : creer("span", { "aria-hidden": "true" }, "…")));
  boite.replaceChildren(
    ...(etat.page > 1 ? [lien(etat.page - 1, ["Précédente"], { rel: "prev", class: "pagination-sens" })] : []),
    creer("ol", {}, ...suite),
    ...(etat.page < pages ? [lien(etat.page + 1, ["Suivante"], { rel: "next", class: "pagination-sens" })] : []));
}

/** 1 … 4 [5] 6 … 12 ; un zéro tient lieu de points de suspension. */
function numeros(courante, derniere) {
  const voulues = [1, courante - 1, courante, courante + 1, derniere].filter((p) => p >= 1 && p <= derniere);
  const pages = [...new Set(voulues)].sort((a, b) => a - b);
  return pages.flatMap((p, n) => {
    const saut = p - (pages[n - 1] ?? 0);
    return saut > 2 ? [0, p] : saut === 2 ? [p - 1, p] : [p];
  });
}

/** Ce qu'il faut dire des résultats avant de les montrer : une faute, des mots laissés de côté. */
export function remarques(etat, { correction, partiel, absents }, aller) {
  const phrases = [];
  if (correction) {
    const lien = versEtat({ ...etat, q: correction.q, page: 1 }, aller, creer("strong", {}, correction.q));
    phrases.push(correction.appliquee
      ? [`Aucune entrée ne contient ${nier(correction.fautes)}. Vouliez-vous dire `, lien, "\u202f? Voici ses résultats."]
      : ["Vouliez-vous dire ", lien, "\u202f?"]);
  }
  if (partiel) {
    phrases.push([absents.length
      ? `Aucune entrée ne contient ${nier(absents)}. Voici celles qui contiennent le plus des autres mots.`
      : "Aucune entrée ne réunit tous ces mots. Voici celles qui en contiennent le plus."]);
  }
  return phrases.map((phrase) => creer("p", { class: "remarque" }, ...phrase));
}

/** « a », « b » ni « c » */
function nier(mots) {
  const noms = mots.map((mot) => `«\u202f${mot}\u202f»`);
  return noms.length < 2 ? noms.join("") : `${noms.slice(0, -1).join(", ")} ni ${noms.at(-1)}`;
}

/**
 * Rien n'est trouvé : le dire, montrer ce que chaque filtre levé rendrait, des mots proches,
 * et comment proposer la fiche qui manque.
 */
export function aucun(etat, catalogue, candidates, { absents, ecartees, termes }, aller) {
  const actifs = filtres(etat);
  const filtresEnCause = actifs.length > 0 && candidates?.length !== 0;
  const pistes = actifs.map(({ facette, valeur }) => ({ libelle: `Sans le filtre «\u202f${catalogue.libelle(facette, valeur)}\u202f»`, etat: sans(etat, facette, valeur) }));
  if (actifs.length > 1) pistes.push({ libelle: "Sans aucun filtre", etat: sansFiltre(etat) });
  const utiles = pistes
    .map((p) => ({ ...p, compte: catalogue.filtrer(candidates, p.etat.facettes).lignes.length }))
    .filter((p) => p.compte);
  if (etat.q && actifs.length) utiles.push({ libelle: "Sans les mots cherchés", etat: { ...etat, q: "", page: 1 }, compte: catalogue.filtrer(null, etat.facettes).lignes.length });
  const corps = [creer("p", {}, filtresEnCause
    ? "Aucune entrée ne réunit tous ces critères. Voici ce que vous pouvez lever\u202f:"
    : absents.length === 1
      ? `Aucune entrée ne contient «\u202f${absents[0]}\u202f». Essayez un autre mot, plus court ou plus général.`
      : ecartees
        ? "Toutes les entrées qui contiennent ces mots ont aussi ce que vous écartez."
        : etat.q
          ? "Aucune entrée ne contient ces mots. Essayez-en d’autres, moins nombreux ou plus généraux."
          : "La base n’a encore aucune entrée.")];
  const levees = utiles.filter((p) => p.compte).map((p) => creer("li", {},
    versEtat(p.etat, aller, p.libelle, " ", creer("span", { class: "n" }, compter(p.compte, "résultat")))));
  if (levees.length) corps.push(creer("ul", { class: "pistes" }, ...levees));
  if (!filtresEnCause && termes.length) {
    corps.push(creer("p", {}, "Ce qui s’en approche\u202f:"), creer("ul", { class: "pistes" }, ...termes.map((t) => creer("li", {},
      t.adresse ? creer("a", { href: adresse(t.adresse) }, t.libelle) : versEtat({ ...etat, q: t.libelle, page: 1 }, aller, t.libelle),
      " ", creer("span", { class: "n" }, t.adresse ? [t.famille.toLowerCase(), t.compte ? compter(t.compte, "entrée") : ""].filter(Boolean).join(", ") : "mot")))));
  }
  corps.push(listes(), creer("p", {}, "Vous connaissez une action qui répondrait à cette recherche\u202f? ",
    creer("a", { href: adresse("contribuer/") }, "Proposez une fiche"), "."));
  return creer("div", { class: "vide" }, ...corps);
}

/** Un vrai lien vers un état ; `aller` prend la suite d'un clic simple. */
function versEtat(etat, aller, ...contenu) {
  const lien = creer("a", { href: ecrire(etat) }, ...contenu);
  lien.addEventListener("click", (e) => {
    if (!estSimple(e)) return;
    e.preventDefault();
    aller(etat);
  });
  return lien;
}

export const PANNE = "La recherche n’a pas pu se charger.";

/** La recherche n'a pas pu se charger : que faire. */
export const panne = (reprendre) => creer("div", { class: "vide" },
  creer("p", {}, `${PANNE} ${CONSEIL}`), reessayer(reprendre), listes());

/** Les filtres seuls manquent : les résultats restent. */
export const panneDesFiltres = (reprendre) => creer("div", { role: "status" },
  creer("p", {}, "Les filtres n’ont pas pu se charger."), reessayer(reprendre));

function listes() {
  const liens = [["themes/", "thèmes"], ["territoires/", "territoires"], ["dispositifs/", "dispositifs"]];
  return creer("p", {}, "Toutes les entrées sont aussi rangées par ",
    ...liens.flatMap(([chemin, nom], n) => [n === 2 ? " et " : n ? ", " : "", creer("a", { href: adresse(chemin) }, nom)]), ".");
}
