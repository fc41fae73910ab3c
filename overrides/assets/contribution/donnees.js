// Ce que charge le formulaire : le modèle, les lieux, les entrées, et de quoi montrer un aperçu.
// hooks/mkdocs_adapter/form.py écrit ces fichiers.

import { attacher } from "../recherche/attacher.js";
import { lireJson } from "../recherche/octets.js";
import { adresse, demander } from "../recherche/transport.js";
import { plier } from "./texte.js";

const { racine, version } = document.body.dataset;
const PAR_PAQUET = 100; // hooks/capitalisation/form/sources.py
let gardes = new Map();

/** Les sortes d'entrées, leurs champs, les vocabulaires : form/description.py */
export const modele = () => fichier("modele");

/** Les entrées, dans l'ordre des paquets : [{id, genre, titre}]. */
export const entrees = () => garder("entrees", async () =>
  (await fichier("entrees")).map(([id, genre, titre]) => ({ id, genre, titre })));

/** Les lieux tels qu'on les écrit : [{valeur, note, cle, place}], `place` parmi les grandes villes ; territories/listing.py */
export const lieux = () => garder("lieux", async () => {
  const { communes, grandes, autres } = await fichier("lieux");
  const places = new Map(grandes.map((nom, place) => [nom, place]));
  const tous = autres.map(([valeur, note]) => ({ valeur, note }));
  for (const [suffixe, noms] of Object.entries(communes)) {
    for (const nom of noms.split("|")) tous.push({ valeur: `${nom} (${suffixe})`, note: "commune" });
  }
  for (const lieu of tous) {
    lieu.cle = plier(lieu.valeur);
    lieu.place = places.get(lieu.valeur);
  }
  return tous;
});

/** Le fichier d'une entrée, coupé par clé (form/sources.py) ; null quand elle n'existe pas. */
export async function source(id) {
  const rang = (await entrees()).findIndex((entree) => entree.id === id);
  if (rang < 0) return null;
  const paquet = await fichier(`sources/${Math.floor(rang / PAR_PAQUET)}`);
  const trouvee = paquet[rang % PAR_PAQUET];
  if (trouvee?.id !== id) throw new Error("Le site a été publié à nouveau depuis que la page est ouverte");
  return trouvee;
}

/** De quoi lire le Markdown, et retirer d'un texte ce qui pourrait nuire : assets/tiers */
export const lecteur = () => garder("tiers", async () => {
  await Promise.all(["markdown-it.umd", "purify"].map((nom) => attacher("script", { src: `${racine}assets/tiers/${nom}.min.js?v=${version}` })));
  return { markdownit: window.markdownit, purifier: window.DOMPurify };
});

/** L'adresse de la page d'une entrée. */
export const pageDe = ({ genre, id }) => adresse(`${genre}s/${id}/`);

/** Tout redemander, après une panne. */
export function oublier() {
  gardes = new Map();
}

const fichier = (nom) => garder(`formulaire/${nom}.gz`, async (chemin) => lireJson(await demander(chemin, { change: true })));

/** Une fois par visite de la page ; un échec n'est pas gardé. */
function garder(nom, faire) {
  if (!gardes.has(nom)) {
    gardes.set(nom, faire(nom).catch((erreur) => { gardes.delete(nom); throw erreur; }));
  }
  return gardes.get(nom);
}
