// Le profil de chaque commune et de chaque intercommunalité : hooks/capitalisation/explore/alike.py

import { lieux } from "../contribution/donnees.js";
import { lireJson } from "../recherche/octets.js";
import { demander } from "../recherche/transport.js";

/** @typedef {{code: string, nom: string, sorte: string, habitants: number, traits: number[]}} Lieu `habitants` vaut 0 s'il est inconnu */

let promis = null;

/** { parNom(texte), parCode(code) } → un lieu, ou undefined. Un échec n'est pas gardé. */
export const profils = () => (promis ??= lire().catch((erreur) => {
  promis = null;
  throw erreur;
}));

async function lire() {
  const [noms, paquet] = await Promise.all([lieux(), demander("explorer/profils.gz", { change: true }).then(lireJson)]);
  // Les noms sont dans l'ordre de formulaire/lieux.gz, que suivent les colonnes : les autres lieux,
  // puis chaque suffixe (dans l'ordre que JavaScript donne aux clés, le même des deux côtés).
  const lignes = [...decouper(paquet.autres, ""), ...Object.entries(paquet.communes).flatMap(([suffixe, colonnes]) => decouper(colonnes, `fr-${suffixe.toLowerCase()}`))];
  if (lignes.length !== noms.length) throw new Error("Le site a été publié à nouveau depuis que la page est ouverte");
  const parNom = new Map();
  const parCode = new Map();
  lignes.forEach(([code, habitants, profil], rang) => {
    const { valeur: nom, note: sorte } = noms[rang];
    const lieu = { code, nom, sorte, habitants: Number(habitants), traits: paquet.profils[profil] };
    parNom.set(nom, lieu);
    parCode.set(code, lieu);
  });
  return {
    // Un quartier a le profil de sa commune : « Maurepas, Rennes (35) ».
    parNom: (texte) => parNom.get(texte) ?? parNom.get(texte.slice(texte.lastIndexOf(",") + 1).trim()),
    parCode: (code) => parCode.get(code),
  };
}

function decouper([codes, habitants, rangs], prefixe) {
  const colonnes = [habitants.split(" "), rangs.split(" ")];
  return codes.split(" ").map((code, n) => [code.includes("-") ? code : prefixe + code, colonnes[0][n], colonnes[1][n]]);
}
