// Le fichier d'une fiche, écrit à partir du formulaire.
// Un changement doit se voir en relecture pour ce qu'il est : ce que personne n'a touché garde ses lignes.

import { rogner } from "./corps.js";
import { bienForme, epurer, lignesDe } from "./yaml.js";

/**
 * @param {object} genre une des sortes de form/description.py ; ses champs sont dans l'ordre du fichier
 * @param {object} valeurs clé → valeur, comme dans l'en-tête ; ce qui est vide est absent
 * @param {string} corps
 * @param {object|null} source le fichier que l'on change, coupé par form/sources.py
 * @returns {string} le texte du fichier
 */
export function ecrire(genre, valeurs, corps, source = null) {
  const nettes = epurer(valeurs) ?? {};
  if (source) return modifier(genre, nettes, corps, source);
  const lignes = genre.champs.filter(({ nom }) => nom in nettes).map((champ) => lignesDe(champ, nettes[champ.nom]));
  const texte = rogner(bienForme(corps));
  return `---\n${lignes.join("")}---\n${texte && `\n${texte}\n`}`;
}

function modifier(genre, valeurs, corps, source) {
  const avant = epurer(source.valeurs) ?? {};
  const morceaux = recouper(genre, source);
  const changes = [...genre.champs.entries()].filter(([, { nom, defaut }]) => !egales(avant[nom], valeurs[nom])
    // Ce que le fichier ne disait pas, et que le modèle suppose déjà, n'y entre pas.
    && !(avant[nom] === undefined && egales(defaut, valeurs[nom])));
  const fin = source.fermeture + corpsDe(corps, source);
  const lignesOu = (champ) => (valeurs[champ.nom] === undefined ? "" : lignesDe(champ, valeurs[champ.nom]));
  // Une clé entre guillemets, un en-tête tout en accolades : des lignes que l'on ne sait pas attribuer.
  if (changes.some(([, { nom }]) => avant[nom] !== undefined && !morceaux.some((morceau) => morceau.nom === nom))) {
    return recrire(genre, source, lignesOu) + fin;
  }
  for (const [rang, champ] of changes) {
    const place = morceaux.find(({ nom }) => nom === champ.nom);
    if (place) place.lignes = lignesOu(champ) + commentaires(place.lignes);
    else inserer(genre, morceaux, rang, lignesOu(champ));
  }
  return morceaux.map(({ lignes, suite }) => lignes + suite).join("") + fin;
}

/** L'en-tête entier, dans notre écriture : ses commentaires viennent en tête. */
function recrire(genre, source, lignesOu) {
  const [ouverture, ...autres] = enLignes(source.ouverture);
  const gardes = [autres.join(""), ...source.morceaux.map(([, lignes]) => lignes)].map(commentaires);
  return ouverture + gardes.join("") + genre.champs.map(lignesOu).join("");
}

/** Le corps de la source, où le texte seul a changé : les blancs de ses bords restent. */
function corpsDe(corps, source) {
  const [texte, ancien] = [rogner(bienForme(corps)), rogner(source.corps)];
  if (texte === ancien) return source.corps;
  if (texte && ancien) return source.corps.replace(ancien, () => texte);
  const fin = source.fermeture.endsWith("\n") ? "" : "\n";
  return texte ? `${fin}\n${texte}\n` : fin;
}

const egales = (a, b) => a === b || JSON.stringify(ranger(a)) === JSON.stringify(ranger(b));

/** Un bloc est le même dans un autre ordre, une liste non. */
function ranger(valeur) {
  if (Array.isArray(valeur)) return valeur.map(ranger);
  if (typeof valeur !== "object" || valeur === null) return valeur;
  return Object.keys(valeur).sort().map((nom) => [nom, ranger(valeur[nom])]);
}

// --- Les lignes d'un fichier ------------------------------------------------------------

const CLE_VIDE = /^([a-z_]+):[ ]*(?:~|null|\[\]|\{\}|""|'')?[ ]*(?:#.*)?\n$/;
const HORS_VALEUR = /^(?:[ ]*#.*)?[ ]*\n$/;

/**
 * L'en-tête en morceaux {nom, lignes, suite} : ceux de la source, où une clé laissée vide tient
 * aux lignes de la précédente. `suite` : les commentaires et les lignes blanches d'après la valeur,
 * qui parlent le plus souvent de la clé suivante.
 */
function recouper(genre, source) {
  const connues = new Set(genre.champs.map(({ nom }) => nom));
  const prises = new Set(source.morceaux.map(([nom]) => nom));
  const morceaux = [];
  for (const [nom, texte] of [["", source.ouverture], ...source.morceaux]) {
    morceaux.push({ nom, lignes: "", suite: "" });
    for (const ligne of enLignes(texte)) {
      const vide = CLE_VIDE.exec(ligne)?.[1];
      if (connues.has(vide) && !prises.has(vide)) {
        prises.add(vide);
        morceaux.push({ nom: vide, lignes: "", suite: "" });
      }
      const dernier = morceaux[morceaux.length - 1];
      if (HORS_VALEUR.test(ligne)) dernier.suite += ligne;
      else {
        dernier.lignes += dernier.suite + ligne;
        dernier.suite = "";
      }
    }
  }
  return morceaux;
}

const enLignes = (texte) => texte.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** Les lignes de commentaire d'un morceau que l'on récrit. */
function commentaires(lignes) {
  // Dans un texte en bloc ( | ou > ), une ligne décalée qui commence par # est du texte.
  const motif = /^[a-z_]+:[ ]*[|>]/.test(lignes) ? /^#/ : /^[ ]*#/;
  return enLignes(lignes).filter((ligne) => motif.test(ligne)).join("");
}

/** Insère une clé après la plus proche de celles qui la précèdent dans le modèle, avant les commentaires qui suivent. */
function inserer(genre, morceaux, rang, lignes) {
  const precedents = genre.champs.slice(0, rang).map(({ nom }) => nom).reverse();
  const present = precedents.find((nom) => morceaux.some((morceau) => morceau.nom === nom)) ?? "";
  const place = morceaux.findIndex(({ nom }) => nom === present);
  const voisin = morceaux[place];
  morceaux.splice(place + 1, 0, { nom: genre.champs[rang].nom, lignes, suite: voisin.suite });
  voisin.suite = "";
}
