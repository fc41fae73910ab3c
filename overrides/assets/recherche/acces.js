// Le transport : d'où viennent l'index, le catalogue, les termes et les fragments, et les
// scripts que l'on ne charge qu'au besoin. Aucun autre module ne charge rien.

const { racine: chemin, version } = document.body.dataset;
const racine = new URL(chemin, location.href);
let gardes = new Map();
let edition = null; // celle de l'index, que portent tous les fichiers d'une même publication

/** L'adresse d'une page du site, vue de celle-ci. */
export const adresse = (page) => chemin + page;

/** Un script et ce que son module exporte : hooks/capitalisation/scripts.py */
export const script = (nom) => garder(nom, async () => {
  await attacher("script", { src: adresse(`assets/recherche/${nom}.js?v=${version}`) });
  return window.inspiraction[nom];
});

/** Une feuille de style, avant de montrer ce qu'elle habille. */
export const style = (nom) => attacher("link", { rel: "stylesheet", href: adresse(`assets/recherche/${nom}.css?v=${version}`) });

function attacher(balise, attributs) {
  return new Promise((fait, manque) => {
    const element = Object.assign(document.createElement(balise), attributs);
    element.addEventListener("load", fait);
    element.addEventListener("error", () => manque(new Error(`${attributs.src ?? attributs.href} n'a pas pu se charger`)));
    document.head.append(element);
  });
}

/** La table de l'index : hooks/capitalisation/search/pagefind.py */
export const table = () => duJour("index");
/** Un morceau de l'index, en octets. */
export const morceau = (nom) => garder(`pagefind/index/${nom}.pf_index`, async (fichier) => decompresser(new Uint8Array(await demander(fichier))));
/** Ce que la page montre d'abord, les valeurs de chaque entrée, les ordres : search/catalogue.py */
export const apercu = () => duJour("apercu");
export const catalogue = () => duJour("catalogue");
export const tris = () => duJour("tris");
/** Les sigles et les noms, les termes des vocabulaires, les autres lieux : search/terms.py */
export const equivalences = () => duJour("equivalences");
export const termes = () => duJour("termes");
export const lieux = () => duJour("lieux");
export const definitions = () => duJour("definitions");
/** Les mots du corpus, pour redresser une orthographe : search/lexicon.py */
export const lexique = () => duJour("lexique");

/** Le texte et les repères d'une entrée, par son rang dans l'index déjà ouvert. */
export async function fragment(rang) {
  if (edition === null) throw new Error("Un rang ne désigne une entrée que dans un index ouvert");
  return garder(`pagefind/fragment/${rang}.gz?${edition}`, (fichier) => json(demander(fichier)));
}

/** Tout redemander, après une panne. */
export function oublier() {
  gardes = new Map();
  edition = null;
  delete window.departs;
}

/** Un fichier qui change à chaque publication : le serveur dit s'il a changé depuis la dernière visite. */
const duJour = (nom) => garder(`recherche/${nom}.gz`, (fichier) => json(partir(nom, fichier)));

async function partir(nom, fichier) {
  // La page de recherche a pu le demander d'avance (recherche.html).
  const avance = window.departs?.[nom];
  if (avance) delete window.departs[nom];
  return (await avance) ?? demander(fichier, { cache: "no-cache" });
}

async function json(demande) {
  const siens = gardes;
  const lu = JSON.parse(new TextDecoder().decode(await decompresser(new Uint8Array(await demande))));
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

async function demander(fichier, options) {
  const reponse = await fetch(new URL(fichier, racine), options);
  if (!reponse.ok) throw new Error(`${reponse.status} ${fichier}`);
  return reponse.arrayBuffer();
}

async function decompresser(octets) {
  // Un serveur peut avoir décompressé lui-même.
  if (octets[0] !== 0x1f || octets[1] !== 0x8b) return octets;
  const flux = new Response(octets).body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(flux).arrayBuffer());
}
