// La sélection : des identifiants d'entrées dans leur ordre, et un titre. Elle reste dans ce
// navigateur ; s'il refuse de garder quoi que ce soit, elle vit le temps de la page et de son adresse.

const CLE = "selection";
const CLE_DU_TITRE = "selection-titre";
const IDENTIFIANT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const stockage = ouvrir();
const suiveurs = [];

/** Vrai quand rien ne peut être gardé d'une page à l'autre. */
export const refuse = !stockage;

/** Ceux d'une liste qui peuvent être des identifiants, chacun une fois. */
export const valables = (ids) => [...new Set(ids)].filter((id) => typeof id === "string" && IDENTIFIANT.test(id));

/** Les identifiants d'une adresse : ?ids=a,b,c */
export const delAdresse = () => valables((new URLSearchParams(location.search).get("ids") ?? "").split(","));

/** Le titre d'une adresse, d'une seule ligne : ?titre=… */
export const titreDeLAdresse = () => surUneLigne(new URLSearchParams(location.search).get("titre") ?? "");

const surUneLigne = (texte) => texte.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

let memoire = refuse ? { ids: delAdresse(), titre: titreDeLAdresse() } : null;

export function lire() {
  if (memoire) return memoire.ids;
  try {
    const lus = JSON.parse(stockage.getItem(CLE));
    return Array.isArray(lus) ? valables(lus) : [];
  } catch {
    return []; // une autre page a pu écrire n'importe quoi sous ce nom
  }
}

export const lireLeTitre = () => (memoire ? memoire.titre : surUneLigne(stockage.getItem(CLE_DU_TITRE) ?? ""));

/** Garde une liste et un titre, et le dit à qui suit la sélection. */
export function ecrire(ids, titre = lireLeTitre()) {
  try {
    if (memoire) throw new Error("rien ne peut être gardé");
    garder(CLE, ids.length ? JSON.stringify(ids) : "");
    garder(CLE_DU_TITRE, titre);
  } catch {
    memoire = { ids, titre }; // refusé, ou plein : la sélection vit le temps de la page
  }
  for (const suivre of suiveurs) suivre();
}

/** Appelle `suivre` à chaque changement, d'ici ou d'un autre onglet. */
export const suivre = (fonction) => suiveurs.push(fonction);

addEventListener("storage", ({ key }) => {
  if (key === null || key === CLE || key === CLE_DU_TITRE) for (const fonction of suiveurs) fonction();
});

function ouvrir() {
  try {
    localStorage.setItem(`${CLE}-essai`, "1");
    localStorage.removeItem(`${CLE}-essai`);
    return localStorage;
  } catch {
    return null;
  }
}

function garder(cle, valeur) {
  if (valeur) stockage.setItem(cle, valeur);
  else stockage.removeItem(cle);
}
