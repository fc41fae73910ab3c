// Le transport de l'archive, ouverte d'un double-clic : une page n'y peut lire aucun fichier,
// mais elle peut en charger un comme script. Chaque fichier de la recherche en est donc un,
// qui inscrit ses octets sous son nom (hooks/capitalisation/archive/search.py).

import { attacher } from "./attacher.js";

const { racine } = document.body.dataset;
const inscrits = (window.inspiraction.fichiers ??= {});

/** Que faire quand rien ne vient. */
export const CONSEIL = "Un fichier de l’archive manque ou est abîmé\u202f: décompressez-la à nouveau, en entier.";

/** Combien de textes de résultats vont ensemble : archive/search.py en écrit autant. */
export const PAR_PAQUET = 20;

/**
 * L'adresse d'une page, vue de celle-ci : sans serveur, un dossier ne mène pas à sa page.
 * Les communes sont les feuillets d'un cahier (hooks/capitalisation/archive/binding.py).
 */
export const adresse = (page) => racine + page
  .replace(/^(territoires\/)((?:fr|be)-\w{3})(\w\w)\/$/, "$1communes-$2/index.html#$2$3")
  .replace(/(^|\/)(?=[?#]|$)/, "$1index.html");

/** Les octets d'un fichier. */
export async function demander(fichier) {
  const [nom] = fichier.split("?");
  // La page de recherche a pu le demander d'avance (recherche.html).
  await window.departs?.[fichier];
  if (!inscrits[nom]) await attacher("script", { src: `${racine}${nom}.js`, fetchPriority: "high" });
  const octets = deBase64(inscrits[nom]);
  delete inscrits[nom];
  return octets;
}

function deBase64(texte) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(texte);
  const lu = atob(texte);
  const octets = new Uint8Array(lu.length);
  for (let n = 0; n < lu.length; n += 1) octets[n] = lu.charCodeAt(n);
  return octets;
}
