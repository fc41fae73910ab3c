// Le corps d'une fiche : ce qu'il contient, ligne par ligne, et ses sections.
// La lecture est celle de hooks/capitalisation/body.py, motif pour motif : l'un ne change pas sans l'autre.

import { TOUT_BLANC } from "./yaml.js";

const CLOTURE = /^\s{0,3}(```+|~~~+)/;
const TITRE = /^(#{1,6})\s(?=.*\S)/s;
const TITRE_SANS_TEXTE = /^#{1,6}(?:\s[\s#]*)?$/;
const CODE = /`+[^`]*`+/g;
const RENVOI = /\[\[([^[\]|\n]+)(?:\|([^[\]\n]+))?\]\]/g;
const IMAGE = /!\[([^\][]*)\]\(([^()"]*(?:"[^"]*"[^()"]*)?)\)/g;
const LIEN = /(?<!!)\[[^\][]+\]\(\s*<?([^\s()>]*(?:\([^\s()>]*\)[^\s()>]*)?)>?[^()]*\)/g;
const DEFINITION = /^\s{0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)/g;
const BALISE = /<\/?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$)/g;

/**
 * Ce que contient un corps, avec ses lignes comptées à partir de 1.
 * @returns {{titres: {ligne, niveau, texte, vide}[], renvois: {ligne, id}[], liens: {ligne, cible}[],
 *   images: {ligne, alt, cible, credit}[], balises: {ligne, nom}[], commentaires: number[], titresSansTexte: number[]}}
 */
export function analyser(corps) {
  const trouves = { titres: [], renvois: [], liens: [], images: [], balises: [], commentaires: [], titresSansTexte: [] };
  const ouverts = []; // le dernier titre, après ceux sous lesquels il se trouve
  const remplir = () => {
    for (let n = ouverts.length - 1; n >= 0 && ouverts[n].vide; n -= 1) ouverts[n].vide = false;
  };
  for (const { ligne, texte, enCode, commentaire } of lire(corps)) {
    if (enCode) {
      remplir();
      continue;
    }
    if (commentaire) trouves.commentaires.push(ligne);
    if (TITRE_SANS_TEXTE.test(texte)) {
      trouves.titresSansTexte.push(ligne);
      continue;
    }
    const titre = TITRE.exec(texte);
    if (titre) {
      const niveau = titre[1].length;
      if (ouverts.length && (niveau === 1 || niveau > ouverts[ouverts.length - 1].niveau)) remplir();
      while (ouverts.length && ouverts[ouverts.length - 1].niveau >= niveau) ouverts.pop();
      ouverts.push({ ligne, niveau, texte: texte.slice(titre[0].length).trim().replace(/(?<!#)#+$/, "").trimEnd(), vide: true });
      trouves.titres.push(ouverts[ouverts.length - 1]);
      continue;
    }
    if (TOUT_BLANC.test(texte)) continue;
    remplir();
    if (!texte.includes("[") && !texte.includes("<")) continue;
    const nu = texte.replace(CODE, "");
    for (const m of nu.matchAll(RENVOI)) trouves.renvois.push({ ligne, id: m[1].trim() });
    for (const m of nu.matchAll(IMAGE)) trouves.images.push({ ligne, alt: m[1].trim(), ...cibleEtCredit(m[2]) });
    for (const m of nu.matchAll(LIEN)) trouves.liens.push({ ligne, cible: m[1] });
    for (const m of nu.matchAll(DEFINITION)) trouves.liens.push({ ligne, cible: m[1] });
    for (const m of nu.replace(IMAGE, "").matchAll(BALISE)) trouves.balises.push({ ligne, nom: m[1].toLowerCase() });
  }
  return trouves;
}

/** Les lignes que l'on lit comme de la prose : ni code, ni commentaire. */
export const lignesLues = (corps) => [...lire(corps)].filter(({ enCode }) => !enCode);

function* lire(corps) {
  let cloture = "";
  let enCommentaire = false;
  let ligne = 0;
  for (let texte of corps.split("\n")) {
    ligne += 1;
    if (cloture) {
      if (CLOTURE.exec(texte)?.[1].startsWith(cloture)) cloture = "";
      else yield { ligne, texte, enCode: true, commentaire: false };
      continue;
    }
    if (enCommentaire) {
      const fin = texte.indexOf("-->");
      if (fin < 0) continue;
      texte = texte.slice(fin + 3);
      enCommentaire = false;
    } else if (CLOTURE.test(texte)) {
      cloture = CLOTURE.exec(texte)[1];
      continue;
    }
    const commentaire = texte.includes("<!--");
    if (commentaire) [texte, enCommentaire] = sansCommentaires(texte);
    yield { ligne, texte, enCode: false, commentaire };
  }
}

/** La ligne sans ses commentaires, et si le dernier reste ouvert. */
function sansCommentaires(ligne) {
  let garde = "";
  let place = 0;
  for (let debut; (debut = ligne.indexOf("<!--", place)) >= 0;) {
    garde += ligne.slice(place, debut);
    const fin = ligne.indexOf("-->", debut + 4);
    if (fin < 0) return [garde, true];
    place = fin + 3;
  }
  return [garde + ligne.slice(place), false];
}

/** « atelier.jpg "Commune de Scaër" » : le titre d'une image en Markdown est son crédit. */
function cibleEtCredit(parenthese) {
  let [cible, credit] = [parenthese.trim(), ""];
  const guillemet = cible.slice(-1);
  const debut = guillemet === "\"" || guillemet === "'" ? cible.indexOf(` ${guillemet}`) : -1;
  if (debut >= 0) {
    credit = cible.slice(debut + 2, -1).trim();
    cible = cible.slice(0, debut).trimEnd();
  }
  if (cible.startsWith("<") && cible.endsWith(">")) cible = cible.slice(1, -1).trim();
  return { cible, credit };
}

// --- Les sections -----------------------------------------------------------------------

/**
 * Le corps, coupé aux titres de niveau 2 que le modèle attend, dans son ordre : une section par
 * titre du modèle, vide quand le corps ne l'a pas. Un titre inconnu, répété ou qui n'est pas à sa
 * place reste dans le texte où il se trouve : rien ne se perd, rien ne change de place.
 * Un genre sans sections a tout son texte dans `avant`. Ce qui entoure un texte (`entete` : le titre
 * tel qu'il est écrit ; `suite` : les lignes blanches d'après) est gardé : en changer un ne touche à
 * rien d'autre. `vide` : le titre était là, sans texte.
 * @returns {{avant: string, apres?: string, sections: {titre, texte, entete?, suite?, vide?}[]}}
 */
export function couper(genre, corps) {
  const attendus = genre.sections.map(({ titre }) => titre);
  corps = rogner(corps);
  const coupes = [];
  for (const { ligne, niveau, texte } of attendus.length ? analyser(corps).titres : []) {
    const rang = niveau === 2 ? attendus.indexOf(texte) : -1;
    if (rang > (coupes.length ? coupes[coupes.length - 1].rang : -1)) coupes.push({ rang, ligne });
  }
  const lignes = corps.split("\n").map((ligne) => `${ligne}\n`);
  const sections = attendus.map((titre) => ({ titre, texte: "" }));
  coupes.forEach(({ rang, ligne }, n) => {
    const { devant, texte, suite } = detourer(lignes.slice(ligne, coupes[n + 1] ? coupes[n + 1].ligne - 1 : undefined));
    Object.assign(sections[rang], { texte, entete: lignes[ligne - 1] + devant, suite: coupes[n + 1] && suite, vide: !texte });
  });
  const { texte, suite } = detourer(lignes.slice(0, coupes.length ? coupes[0].ligne - 1 : undefined));
  return { avant: texte, apres: coupes.length ? suite : undefined, sections };
}

/** Le corps de ces parties ; une section sans texte n'est pas écrite, sauf si elle l'était déjà. */
export function recoller({ avant, apres = ECART, sections }) {
  const ecrites = sections.map(({ titre, texte, entete = `## ${titre}${ECART}`, suite = ECART, vide }) => {
    const net = rogner(texte);
    if (!net) return vide ? entete : "";
    return `${vide ? `## ${titre}${ECART}` : entete}${net}${suite || ECART}`;
  });
  const net = rogner(avant);
  return rogner(`${net && net + (apres || ECART)}${ecrites.join("")}`);
}

const ECART = "\n\n";

/** Un texte sans les lignes blanches de ses bords. */
export const rogner = (texte) => {
  const lignes = texte.split("\n");
  return lignes.slice(...bords(lignes)).join("\n");
};

/** Des lignes, finies chacune par un retour : les blanches du début, le texte, son retour et les blanches de la fin. */
function detourer(lignes) {
  const [debut, fin] = bords(lignes);
  const texte = lignes.slice(debut, fin).join("").slice(0, -1);
  return { devant: lignes.slice(0, debut).join(""), texte, suite: texte && `\n${lignes.slice(fin).join("")}` };
}

/** Où commence et où finit ce qui n'est pas blanc. */
function bords(lignes) {
  let [debut, fin] = [0, lignes.length];
  while (debut < fin && TOUT_BLANC.test(lignes[debut])) debut += 1;
  while (fin > debut && TOUT_BLANC.test(lignes[fin - 1])) fin -= 1;
  return [debut, fin];
}
