// Ce que l'on charge : l'index, le catalogue, les termes, les textes des résultats, et les
// scripts dont on ne se sert qu'au besoin. Aucun autre module ne charge rien ; transport.js
// dit comment.

import { attacher } from "./attacher.js";
import { decompresser, lireJson } from "./octets.js";
import { PAR_PAQUET, demander } from "./transport.js";

const { racine, version } = document.body.dataset;
let gardes = new Map();
let edition = null; // celle de l'index, que portent tous les fichiers d'une même publication

/** Un script et ce que son module exporte : hooks/capitalisation/scripts.py */
export const script = (nom) => garder(nom, async () => {
  await attacher("script", { src: `${racine}assets/recherche/${nom}.js?v=${version}` });
  return window.inspiraction[`recherche/${nom}`];
});

/** Une feuille de style, avant de montrer ce qu'elle habille. */
export const style = (nom) => attacher("link", { rel: "stylesheet", href: `${racine}assets/recherche/${nom}.css?v=${version}` });

/** La table de l'index : hooks/capitalisation/search/pagefind.py */
export const table = () => duJour("index");
/** Un morceau de l'index, en octets. */
export const morceau = (nom) => garder(`pagefind/index/${nom}.pf_index`, async (fichier) => decompresser(await demander(fichier)));
/** Ce que la page montre d'abord, les valeurs de chaque entrée, les ordres : search/catalogue.py */
export const apercu = () => duJour("apercu");
export const catalogue = () => duJour("catalogue");
export const tris = () => duJour("tris");
/** Les sigles et les noms, les termes des vocabulaires, les autres lieux : search/terms.py */
export const equivalences = () => duJour("equivalences");
export const termes = () => duJour("termes");
export const lieux = () => duJour("lieux");
export const definitions = () => duJour("definitions");
/** Les adresses des entrées : search/addresses.py */
export const adresses = () => garder("adresses.gz", (fichier) => json(demander(fichier, { change: true })));
/** Les mots du corpus, pour redresser une orthographe : search/lexicon.py */
export const lexique = () => duJour("lexique");

/** Le texte et les repères d'une entrée, par son rang dans l'index déjà ouvert. */
export async function fragment(rang) {
  if (edition === null) throw new Error("Un rang ne désigne une entrée que dans un index ouvert");
  const paquet = Math.floor(rang / PAR_PAQUET);
  const { fragments } = await garder(`pagefind/fragment/${paquet}.gz?${edition}`, (fichier) => json(demander(fichier)));
  return fragments[rang % PAR_PAQUET];
}

/** Tout redemander, après une panne. */
export function oublier() {
  gardes = new Map();
  edition = null;
  delete window.departs;
}

const duJour = (nom) => garder(`recherche/${nom}.gz`, (fichier) => json(demander(fichier, { change: true })));

async function json(demande) {
  const siens = gardes;
  const lu = await lireJson(await demande);
  if (siens !== gardes) throw new Error("Demandé avant que tout ne le soit à nouveau");
  edition ??= lu.edition;
  // Le site a été publié depuis que la page est ouverte : un rang y désigne peut-être une autre entrée.
  if (lu.edition !== edition) {
    oublier();
    throw new Error("L'index a changé depuis le chargement de la page");
  }
  return lu;
}

/** Une fois par visite de la page ; un échec n'est pas gardé. */
function garder(fichier, faire) {
  const siens = gardes;
  if (!siens.has(fichier)) {
    siens.set(fichier, faire(fichier).catch((erreur) => { siens.delete(fichier); throw erreur; }));
  }
  return siens.get(fichier);
}
