// Le transport : d'où viennent l'index, le catalogue, les termes et les fragments.
// Le seul module qui charge quelque chose ; une archive hors ligne remplace celui-ci.

const chemin = document.body.dataset.racine || "./";
const racine = new URL(chemin, location.href);
const gardes = new Map();

/** L'adresse d'une page du site, vue de celle-ci. */
export const adresse = (page) => chemin + page;

// no-cache : ils doivent être du même jour que l'index, le serveur dit s'ils ont changé.
const DU_JOUR = { cache: "no-cache" };

/** La table de l'index : hooks/capitalisation/search/pagefind.py */
export const table = () => json("recherche/index.gz", DU_JOUR);
/** Un morceau de l'index, en octets. */
export const morceau = (nom) => garder(`pagefind/index/${nom}.pf_index`, charger);
/** Le catalogue des facettes, puis les dates et l'ordre des titres : search/catalogue.py */
export const catalogue = () => json("recherche/catalogue.gz", DU_JOUR);
export const tris = () => json("recherche/tris.gz", DU_JOUR);
/** Les sigles et les noms, les termes des vocabulaires, les autres lieux : search/terms.py */
export const equivalences = () => json("recherche/equivalences.gz", DU_JOUR);
export const termes = () => json("recherche/termes.gz", DU_JOUR);
export const lieux = () => json("recherche/lieux.gz", DU_JOUR);
export const definitions = () => json("recherche/definitions.gz", DU_JOUR);
/** Les mots du corpus, pour redresser une orthographe : search/lexicon.py */
export const lexique = () => json("recherche/lexique.gz", DU_JOUR);

/** Le texte et les repères d'une entrée, par son rang dans l'index. */
export async function fragment(rang) {
  const { edition } = await table();
  const lu = await json(`pagefind/fragment/${rang}.gz?${edition}`);
  // Le site a été publié depuis que la page est ouverte : ce rang est peut-être à une autre.
  if (lu.edition !== edition) {
    oublier();
    throw new Error("L'index a changé depuis le chargement de la page");
  }
  return lu;
}

/** Tout redemander, après une panne. */
export const oublier = () => gardes.clear();

function json(fichier, options) {
  return garder(fichier, async () => JSON.parse(new TextDecoder().decode(await charger(fichier, options))));
}

/** Une fois par visite de la page ; un échec n'est pas gardé. */
function garder(fichier, faire) {
  if (!gardes.has(fichier)) {
    gardes.set(fichier, faire(fichier).catch((erreur) => { gardes.delete(fichier); throw erreur; }));
  }
  return gardes.get(fichier);
}

async function charger(fichier, options) {
  const reponse = await fetch(new URL(fichier, racine), options);
  if (!reponse.ok) throw new Error(`${reponse.status} ${fichier}`);
  const octets = new Uint8Array(await reponse.arrayBuffer());
  // Un serveur peut avoir décompressé lui-même.
  if (octets[0] !== 0x1f || octets[1] !== 0x8b) return octets;
  const flux = new Blob([octets]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(flux).arrayBuffer());
}
