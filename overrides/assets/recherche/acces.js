// Le transport : d'où viennent le catalogue, les fragments et le moteur.
// Le seul module qui charge quelque chose ; une archive hors ligne remplace celui-ci.

const chemin = document.body.dataset.racine || "./";
const racine = new URL(chemin, location.href);
const dossier = new URL("pagefind/", racine);
const fragments = new Map();
let essais = 0;
let chargementDuCatalogue = null;
let chargementDuMoteur = null;

/** L'adresse d'une page du site, vue de celle-ci. */
export const adresse = (page) => chemin + page;

/** Le catalogue des facettes, une fois par visite de la page. */
export function catalogue() {
  // no-cache : il doit être du même jour que l'index, le serveur dit s'il a changé.
  chargementDuCatalogue ??= lire(new URL("recherche/catalogue.json", racine), { cache: "no-cache" })
    .catch((erreur) => { chargementDuCatalogue = null; throw erreur; });
  return chargementDuCatalogue;
}

/** Le texte et les repères d'une entrée, par son identifiant de résultat. */
export function fragment(id) {
  if (!fragments.has(id)) {
    fragments.set(id, lire(new URL(`fragment/${id}.pf_fragment`, dossier))
      .catch((erreur) => { fragments.delete(id); throw erreur; }));
  }
  return fragments.get(id);
}

/** Charge le moteur sans rien chercher. */
export function preparer() {
  chargementDuMoteur ??= charger()
    .catch((erreur) => { chargementDuMoteur = null; throw erreur; });
  return chargementDuMoteur;
}

/** Cherche une requête déjà lissée : [{id, score, mots: [rang, …]}], la plus pertinente d'abord. */
export async function chercher(requete) {
  const moteur = await preparer();
  try {
    const { results } = await moteur.search(requete);
    // Une partie d'index qui n'arrive pas ne lui donne aucun résultat, sans un mot : s'assurer du réseau.
    if (!results.length) await lire(new URL("pagefind-entry.json", dossier), { cache: "no-store" });
    return results.map((r) => ({ id: r.id, score: r.score, mots: r.words }));
  } catch (erreur) {
    chargementDuMoteur = null;
    moteur.destroy().catch(() => {});
    throw erreur;
  }
}

async function charger() {
  // Une adresse nouvelle à chaque essai : un navigateur retient l'échec d'un module.
  const suffixe = essais ? `?essai=${essais}` : "";
  essais += 1;
  const moteur = await import(new URL(`pagefind.js${suffixe}`, dossier).href);
  await moteur.init();
  return moteur;
}

async function lire(url, options) {
  const reponse = await fetch(url, options);
  if (!reponse.ok) throw new Error(`${reponse.status} ${url}`);
  const octets = new Uint8Array(await reponse.arrayBuffer());
  const comprime = octets[0] === 0x1f && octets[1] === 0x8b;
  const texte = comprime
    ? await new Response(new Blob([octets]).stream().pipeThrough(new DecompressionStream("gzip"))).text()
    : new TextDecoder().decode(octets);
  return JSON.parse(texte.replace(/^pagefind_dcd/, ""));
}
