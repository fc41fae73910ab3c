// D'une page au reste du site, sur un serveur. Dans l'archive, qui n'en a pas,
// transport-hors-ligne.js prend la place de ce module et rend les mêmes services.

const { racine } = document.body.dataset;

/** Que faire quand rien ne vient. */
export const CONSEIL = "Vérifiez votre connexion, puis réessayez.";

/** Combien de textes de résultats vont ensemble : un, le réseau compte chaque octet. */
export const PAR_PAQUET = 1;

/** L'adresse d'une page du site, vue de celle-ci. */
export const adresse = (page) => racine + page;

/** Les octets d'un fichier ; s'il `change` à chaque publication, le serveur dit s'il est le même. */
export async function demander(fichier, { change = false } = {}) {
  // La page de recherche a pu le demander d'avance (recherche.html).
  const avance = window.departs?.[fichier];
  if (avance) delete window.departs[fichier];
  return (await avance) ?? recevoir(fichier, change ? { cache: "no-cache" } : {});
}

async function recevoir(fichier, options) {
  const reponse = await fetch(new URL(fichier, new URL(racine, location.href)), options);
  if (!reponse.ok) throw new Error(`${reponse.status} ${fichier}`);
  return reponse.arrayBuffer();
}
