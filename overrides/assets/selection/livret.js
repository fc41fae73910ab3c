// Un livret : couverture, sommaire, puis chaque entrée en entier. À lire ici, ou sur papier.

import { compter, creer, nombre } from "../recherche/dom.js";
import { adresse } from "../recherche/transport.js";
import { genre, valeur, valeurs } from "./valeurs.js";

const JOURS = { day: "numeric", month: "long", year: "numeric" };
/** Les rubriques qui ont leur bloc ; les autres tiennent dans la carte d'identité. */
const BLOCS = ["leviers", "freins", "enseignements", "transposer", "elements", "sources"];
/** Celles que le titre dit déjà. */
const TUES = ["genre"];
/** De la page d'une entrée, deux dossiers sous la racine du site. */
const RACINE_D_ENTREE = "../../";

/** Le livret des entrées ; `site` est l'adresse du site, ou "". */
export function livret(entrees, titre, site) {
  const element = creer("div", { class: "livret" },
    creer("section", { class: "livret-couverture", "aria-label": "Couverture" },
      creer("p", { class: "livret-marque" }, "Inspir’action"),
      creer("p", { class: "livret-titre" }, titre),
      creer("p", {}, compter(entrees.length, "entrée"), " · ", new Date().toLocaleDateString("fr-FR", JOURS).replace(/^1 /, "1er ")),
      site ? creer("p", { class: "adresse" }, site) : null),
    creer("nav", { class: "livret-sommaire", "aria-labelledby": "livret-sommaire" },
      creer("h2", { id: "livret-sommaire" }, "Sommaire"),
      creer("ol", {}, ...entrees.map((e) => creer("li", {},
        creer("a", { href: `#livret-${e.id}` }, e.titre), " ",
        creer("span", { class: "doux" }, [e.libelle, e.lieu, e.annee].filter(Boolean).join(" · ")))))),
    ...entrees.map(fiche));
  return element;
}

function fiche(e, rang) {
  const id = `livret-${e.id}`;
  const pleines = e.lignes.filter(([cle, , toutes]) => toutes.length && !TUES.includes(cle));
  const langue = e.langue === "fr" ? null : e.langue;
  return creer("article", { class: `livret-fiche g-${e.genre}`, "aria-labelledby": id },
    genre(e),
    creer("h2", { id, tabindex: "-1", lang: langue }, creer("span", { class: "livret-rang", "aria-hidden": "true" }, nombre(rang + 1)), " ", e.titre),
    creer("p", { class: "chapo", lang: langue }, e.resume),
    illustration(e),
    creer("dl", { class: "livret-identite" }, ...pleines.filter(([cle]) => !BLOCS.includes(cle)).map(([cle, libelle, toutes]) =>
      creer("div", {}, creer("dt", {}, libelle), creer("dd", {}, ...toutes.flatMap((une, n) => [n ? ", " : "", ...valeur(cle, une)]))))),
    e.corps ? corps(e, langue) : null,
    ...pleines.filter(([cle]) => BLOCS.includes(cle)).map(([cle, libelle, toutes]) =>
      creer("div", { class: `livret-bloc livret-${cle}` }, creer("h3", {}, libelle), ...listes(cle, toutes))),
    creer("p", { class: "livret-citation" }, e.citation));
}

const listes = (cle, toutes) => (toutes.length > 1 ? valeurs(cle, toutes) : [creer("p", {}, ...valeur(cle, toutes[0]))]);

const illustration = ({ image }) => (image
  ? creer("figure", { class: "illustration" }, creer("img", { src: adresse(image[0]), alt: image[1] }), creer("figcaption", {}, image[2]))
  : null);

/** Le texte d'une entrée, dont les adresses et les ancres sont désormais celles d'ici. */
function corps(e, langue) {
  const modele = document.createElement("template");
  modele.innerHTML = e.corps;
  const contenu = modele.content;
  const nommer = (ancre) => `livret-${e.id}--${ancre}`;
  for (const element of contenu.querySelectorAll("[id]")) element.id = nommer(element.id);
  for (const lien of contenu.querySelectorAll("a[href]")) {
    const cible = lien.getAttribute("href");
    if (cible.startsWith("#")) lien.setAttribute("href", `#${nommer(cible.slice(1))}`);
    else if (cible.startsWith(RACINE_D_ENTREE)) lien.setAttribute("href", adresse(cible.slice(RACINE_D_ENTREE.length)));
  }
  for (const image of contenu.querySelectorAll("img")) {
    // Une image que l'on n'a pas encore vue manquerait sur le papier.
    image.removeAttribute("loading");
    image.src = adresse(image.getAttribute("src").replace(RACINE_D_ENTREE, ""));
  }
  for (const region of contenu.querySelectorAll("[role=region]")) region.setAttribute("aria-label", `${region.getAttribute("aria-label")}, ${e.titre}`);
  return creer("div", { class: "texte", lang: langue }, contenu);
}
