// Une adresse qui ne mène nulle part : la page propose celles qui lui ressemblent.
// Rien n'y conduit d'office : qui s'est trompé choisit.

import { adresses, fragment, lieux, termes } from "./acces.js";
import { compter, creer } from "./dom.js";
import { nommer, proches, ressemblance, segmentsDe } from "./proximite.js";

const NOMBRE = 5;
const { racine } = document.body.dataset;
const ici = location.pathname.startsWith(racine) ? location.pathname.slice(racine.length) : location.pathname;

const place = document.getElementById("proches");
const annonce = document.getElementById("proches-annonce");
const segments = ici === "404.html" ? [] : segmentsDe(ici);
const noms = segments.map(nommer);

remplirLeChamp();
// Sans ces données la page reste entière : ses listes et sa recherche sont là.
if (noms.length) proposer().catch(() => {});

/** Les mots de l'adresse, tels qu'on les a tapés. */
function remplirLeChamp() {
  const champ = document.getElementById("q-introuvable");
  const mots = (segments.at(-1) ?? "").replace(/\.\w+$/, "").replace(/[-_+.\s]+/g, " ").trim();
  if (!champ.value && /\p{L}{3}/u.test(mots)) champ.value = mots.slice(0, 120);
}

async function proposer() {
  const connues = await candidates();
  const trouvees = await proches(noms, connues, NOMBRE);
  // À défaut, la liste où l'on croyait aller.
  const liste = connues.find(({ page }) => page === `${noms[0]}/`);
  if (liste && trouvees.length < NOMBRE && !trouvees.includes(liste)) trouvees.push(liste);
  if (!trouvees.length) return;
  const lignes = await Promise.all(trouvees.map(decrire));
  place.querySelector("ul").append(...lignes);
  place.hidden = false;
  annonce.textContent = `Vous cherchiez peut-être\u202f: ${compter(lignes.length, "proposition")}.`;
}

/** Tout ce qui a une adresse et un nom : entrées, termes, territoires, listes, autres pages. */
async function candidates() {
  // Les communes sont des milliers : seulement pour qui en cherche peut-être une.
  const sansLieu = noms.length > 1 && ressemblance(noms[0], "territoires") < 0.6;
  const [connues, { familles, termes: lignes }, { termes: petits }] = await Promise.all([
    adresses(), termes(), sansLieu ? { termes: [] } : lieux(),
  ]);
  const genre = (rang) => connues.dossiers[connues.dans.charCodeAt(rang) - 48];
  const ids = connues.ids.split(" ").filter(Boolean);
  const entree = (nom, rang) => ({ page: `${genre(rang)[0]}/${ids[rang]}/`, noms: [nom], sorte: genre(rang)[1], rang });
  return [
    ...ids.map(entree),
    ...Object.entries(connues.anciens).map(([ancien, rang]) => entree(ancien, rang)),
    // Une structure que personne ne cite n'a pas de page.
    ...[...lignes, ...petits].filter(([, , page, compte]) => compte || !page.startsWith("structures/")).map(([famille, libelle, page, , egales = []]) => ({
      page,
      noms: [page.split(/[/#]/).filter(Boolean).at(-1), libelle, ...egales].map(nommer).filter(Boolean),
      sorte: familles[famille],
      libelle,
    })).filter(({ page, noms: siens }) => page && siens.length),
    ...connues.pages.map(([page, libelle, ...autres]) => ({
      page,
      noms: [page.split("/").at(-2), libelle, ...autres].map(nommer),
      sorte: "Page",
      libelle,
    })),
  ];
}

/** Une adresse à suivre ; le titre d'une entrée est dans son fragment. */
async function decrire({ page, sorte, libelle, rang }) {
  const titre = libelle ?? (await fragment(rang).catch(() => null))?.meta.title ?? page;
  return creer("li", {}, creer("a", { href: racine + page }, titre), " ", creer("span", { class: "doux" }, sorte));
}
