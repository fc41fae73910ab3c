// Où chercher ce que l'on choisit : les vocabulaires, les lieux, les entrées.

import { entrees, lieux } from "./donnees.js";
import { plier } from "./texte.js";

const PROPOSITIONS = 12;

/** { chercher, nommer } pour un champ, d'après le vocabulaire qu'il suit. */
export function liste(vocabulaire, vocabulaires) {
  if (vocabulaire === "territoires") return LIEUX;
  if (vocabulaire === "entrees") return ENTREES;
  return desTermes(vocabulaires[vocabulaire].termes);
}

function desTermes(termes) {
  const parId = new Map(termes.map((terme) => [terme.id, terme]));
  const formes = termes.map((terme) => ({ valeur: terme.id, libelle: terme.libelle, note: terme.definition, noms: [terme.id, terme.libelle].map(plier), autres: terme.formes.map(plier) }));
  return {
    nommer: (id) => parId.get(id)?.libelle ?? id,
    chercher: async (texte) => {
      const cherche = plier(texte);
      // Sans rien taper, on parcourt : toute la liste.
      if (!cherche) return { options: formes };
      return { options: classer(formes, cherche, ({ noms, autres }) =>
        // Ce que l'on voit d'abord, puis les autres noms du terme.
        Math.min(...noms.map((cle) => note(cle, cherche)), ...autres.map((cle) => note(cle, cherche) + 0.4))) };
    },
  };
}

const LIEUX = {
  nommer: (nom) => nom,
  chercher: async (texte) => {
    const virgule = texte.lastIndexOf(",");
    const quartier = virgule > 0 ? texte.slice(0, virgule).trim() : "";
    const cherche = plier(quartier ? texte.slice(virgule + 1) : texte);
    if (cherche.length < 2) return { options: [], invite: "Tapez les premières lettres d’une commune, d’un département, d’une région…" };
    let trouves = classer(await lieux(), cherche, ({ cle }) => note(cle, cherche));
    if (quartier) trouves = trouves.filter((lieu) => lieu.note === "commune").map(({ valeur }) => ({ valeur: `${quartier}, ${valeur}`, note: "quartier" }));
    return {
      options: trouves.map(({ valeur, note: sorte }) => ({ valeur, libelle: valeur, note: sorte })),
      invite: "Aucun lieu ne porte ce nom. Vérifiez l’orthographe, ou donnez la commune\u202f; un quartier s’écrit «\u202fMaurepas, Rennes\u202f».",
    };
  },
};

/**
 * Ce qu'est un lieu que l'on n'a pas choisi ici (il vient d'une adresse, d'un brouillon) : vrai s'il est
 * de la liste, faux si rien n'y ressemble, null quand seule la relecture peut le dire (un code, une variante).
 */
export async function jugerLesLieux() {
  const tous = await lieux();
  const ecrits = new Set(tous.map(({ valeur }) => valeur));
  const ressemble = (texte) => {
    const cherche = plier(texte).replace(/^(?:de la|de l|du|des|de|d|les|le|la|l) (?=\w)/, "").replace(/\bst(e?)\b/g, "saint$1");
    return Boolean(cherche) && tous.some(({ cle }) => note(cle, cherche) < Infinity);
  };
  const juges = new Map();
  return (texte) => {
    const lieu = texte.slice(texte.lastIndexOf(",") + 1).trim();
    if (ecrits.has(lieu)) return true;
    if (/^\d|^[a-z]{2}-/i.test(lieu)) return null;
    if (!juges.has(lieu)) juges.set(lieu, ressemble(lieu) ? null : false);
    return juges.get(lieu);
  };
}

const ENTREES = {
  nommer: async (id) => (await entrees()).find((entree) => entree.id === id)?.titre ?? id,
  chercher: async (texte) => {
    const cherche = plier(texte);
    if (!cherche) return { options: [], invite: "Tapez un mot du titre de l’entrée." };
    const toutes = await entrees();
    const options = classer(toutes, cherche, (entree) => Math.min(note(entree.cle ??= plier(entree.titre), cherche), note(plier(entree.id), cherche)));
    return { options: options.map(({ id, titre, genre }) => ({ valeur: id, libelle: titre, note: genre === "inspiraction" ? "Inspir’action" : genre })) };
  },
};

/** 0 le même nom, 1 le même début, 2 le début d'un mot, 3 tous les mots quelque part, Infinity sinon. */
function note(cle, cherche) {
  if (cle === cherche) return 0;
  if (cle.startsWith(cherche)) return cle[cherche.length] === " " ? 0.5 : 1;
  if (` ${cle}`.includes(` ${cherche}`)) return 2;
  return cherche.split(" ").every((mot) => ` ${cle}`.includes(` ${mot}`)) ? 3 : Infinity;
}

function classer(tous, cherche, noter) {
  const notes = [];
  for (const un of tous) {
    const n = noter(un);
    if (n < Infinity) notes.push([n, un]);
  }
  const nom = ({ valeur, id }) => valeur ?? id;
  return notes.sort(([a, x], [b, y]) => a - b || (x.place ?? 1e9) - (y.place ?? 1e9) || nom(x).length - nom(y).length).slice(0, PROPOSITIONS).map(([, un]) => un);
}
