// La page de recherche : son adresse est son état, tout le reste en découle.

import { catalogue as chargerCatalogue, equivalences, lieux, oublier, tris } from "./acces.js";
import { Catalogue } from "./catalogue.js";
import { compter } from "./dom.js";
import { ecrire, filtres, lire } from "./etat.js";
import { Filtres } from "./facettes.js";
import { ouvrir as preparer } from "./index.js";
import { PAR_PAGE, aucun, element, pagination, panne, puces, remarques } from "./resultats.js";
import { trouver } from "./trouver.js";

const PAUSE = 50; // ms sans frappe avant de chercher
const PAUSE_LONGUE = 400; // quand le dernier mot a trois lettres au plus : il n'est sans doute pas fini
const D_ABORD = 10; // résultats montrés sans attendre le reste de la page
const ATTENTE = 400; // ms avant d'annoncer que l'on cherche

const page = document.getElementById("recherche");
const formulaire = document.querySelector("main form[role=search]");
const champ = formulaire.elements.q;
const dans = (selecteur) => page.querySelector(selecteur);
const vues = {
  titre: dans("#titre-resultats"),
  zone: dans("[data-resultats]"),
  compte: dans("[role=status]"),
  attente: dans("[data-attente]"),
  puces: dans("[data-puces]"),
  message: dans("[data-message]"),
  liste: dans("#resultats"),
  pagination: dans("[data-pagination]"),
  tri: dans("select[name=tri]"),
  colonne: dans("[data-colonne]"),
  filtres: dans("[data-filtres]"),
  boite: dans("[data-boite-filtres]"),
  ouvrir: dans("[data-ouvrir-filtres]"),
  voir: dans("[data-voir]"),
  annonce: dans("[data-annonce]"),
};
const titreDeLOnglet = document.title;

let etat = lire(location.search);
let donnees = null;
let filtresMontres = null;
let tour = 0;
let frappe = 0;
let enFrappe = false; // la dernière entrée de l'historique vient de la frappe
let derniere = { q: null, trouvailles: null };

// --- Chercher et montrer --------------------------------------------------------

async function montrer() {
  tour += 1;
  const mien = tour;
  page.dataset.etat = "chargement";
  vues.zone.setAttribute("aria-busy", "true");
  const signal = setTimeout(() => { if (mien === tour) vues.attente.hidden = false; }, ATTENTE);
  try {
    // Demandés ensemble plutôt que l'un après l'autre.
    if (!etat.q || etat.tri !== "pertinence") Promise.all([chargerCatalogue(), tris()]).catch(() => {});
    const trouvailles = await trouverUneFois(etat.q);
    if (mien !== tour) return;
    // Le catalogue d'abord s'il est là ou s'il faut filtrer ; sinon les résultats n'attendent pas.
    if (!donnees && trouvailles?.resultats.length && etat.tri === "pertinence" && !filtres(etat).length) {
      await montrerResultats(mien, trouvailles, trouvailles.resultats.map(({ rang }) => rang));
      if (mien !== tour) return;
    }
    const catalogue = await ouvrir();
    const { candidates, notes } = joindre(trouvailles);
    if (catalogue.ignore(etat.facettes.territoires)) catalogue.recevoirLieux(await lieux());
    if (!catalogue.peutTrier(etat.tri, notes)) catalogue.recevoirTris(await tris());
    if (mien !== tour) return;
    const { lignes, comptes } = catalogue.filtrer(candidates, etat.facettes);
    const triees = catalogue.trier(lignes, etat.tri, notes);
    const message = triees.length
      ? (trouvailles ? remarques(etat, trouvailles, versResultats) : [])
      : [aucun(etat, catalogue, candidates, await approchant(trouvailles), versResultats)];
    const dedans = page.contains(document.activeElement);
    if (!(await montrerResultats(mien, trouvailles, triees, message))) return;
    filtresMontres.montrer(comptes, etat.facettes);
    puces(vues.puces, etat, catalogue, allerEnGardantLeFocus);
    pagination(vues.pagination, etat, triees.length);
    // Ce qui avait le focus a disparu : il ne se perd pas.
    if (dedans && !page.contains(document.activeElement)) (vues.boite.open ? vues.voir : vues.titre).focus({ preventScroll: true });
    annoncer(triees.length);
    page.dataset.etat = triees.length ? "pret" : "vide";
  } catch (erreur) {
    if (mien !== tour) return;
    console.error(erreur);
    montres = "";
    vues.message.replaceChildren(panne(() => { reprendre(); vues.titre.focus(); }));
    vues.liste.replaceChildren();
    vues.pagination.hidden = true;
    vues.compte.textContent = "La recherche n’a pas pu se charger.";
    page.dataset.etat = "erreur";
  } finally {
    clearTimeout(signal);
    if (mien === tour) {
      vues.attente.hidden = true;
      vues.zone.removeAttribute("aria-busy");
      page.dataset.requete = etat.q;
    }
  }
}

let montres = ""; // ce que la liste montre, pour ne pas la refaire à l'identique

/**
 * Montre une page de résultats, les dix premiers sans attendre les autres.
 * @returns {Promise<boolean>} faux si l'on est passé à autre chose entre-temps
 */
async function montrerResultats(mien, trouvailles, triees, message = null) {
  etat.page = Math.min(etat.page, Math.max(1, Math.ceil(triees.length / PAR_PAGE)));
  const debut = (etat.page - 1) * PAR_PAGE;
  const rangs = triees.slice(debut, debut + PAR_PAGE);
  const cle = JSON.stringify([rangs, etat.q]);
  if (cle !== montres) {
    const recherche = { q: trouvailles?.q, reperes: trouvailles?.reperes };
    const elements = (de, a) => Promise.all(rangs.slice(de, a).map((rang) => element(rang, recherche)));
    const premiers = await elements(0, D_ABORD);
    if (mien !== tour) return false;
    montres = "";
    vues.liste.replaceChildren(...premiers);
    vues.liste.start = debut + 1;
    if (!message) annoncer(triees.length);
    const suite = await elements(D_ABORD);
    if (mien !== tour) return false;
    vues.liste.append(...suite);
    montres = cle;
  }
  if (message) vues.message.replaceChildren(...message);
  return true;
}

/** Après une panne, tout est redemandé : le site a pu être publié entre-temps. */
function reprendre() {
  oublier();
  donnees = null;
  montres = "";
  derniere = { q: null, trouvailles: null };
  montrer();
}

async function ouvrir() {
  if (!donnees) {
    donnees = new Catalogue(await chargerCatalogue());
    filtresMontres = new Filtres(vues.filtres, donnees, (facette, valeurs) => {
      aller({ ...etat, page: 1, facettes: { ...etat.facettes, [facette]: valeurs } });
    }, async () => {
      donnees.recevoirLieux(await lieux());
      filtresMontres.montrer(donnees.filtrer(joindre(derniere.trouvailles).candidates, etat.facettes).comptes, etat.facettes);
    });
  }
  return donnees;
}

/** Changer de filtre, de tri ou de page ne cherche pas à nouveau. */
async function trouverUneFois(q) {
  if (derniere.q === q) return derniere.trouvailles;
  const trouvailles = q ? await trouver(q) : null;
  // Une réponse qui arrive après une autre saisie ne la remplace pas.
  if (q === etat.q) derniere = { q, trouvailles };
  return trouvailles;
}

/** Les rangs des résultats sont les lignes du catalogue ; sans mots cherchés, toutes. */
function joindre(trouvailles) {
  if (!trouvailles) return { candidates: null, notes: null };
  const notes = new Map(trouvailles.resultats.map(({ rang, note }) => [rang, note]));
  return { candidates: [...notes.keys()], notes };
}

/** Les mots qu'aucune entrée ne contient, et ce qui s'en approche. */
async function approchant(trouvailles) {
  if (!trouvailles) return { absents: [], termes: [] };
  const { approchants } = await import("./approchants.js");
  return { absents: trouvailles.absents, termes: await approchants(etat.q) };
}

const versResultats = (nouveau) => aller(nouveau, vues.titre);

function annoncer(total) {
  const correction = derniere.trouvailles?.correction;
  const q = total && correction?.appliquee ? correction.q : etat.q;
  const mots = /["«“]/.test(q) ? q : `«\u202f${q}\u202f»`;
  const pour = q && derniere.trouvailles ? ` pour ${mots}` : "";
  const pages = Math.ceil(total / PAR_PAGE);
  const texte = (total ? compter(total, "résultat") : "Aucun résultat") + pour + (etat.page > 1 ? `, page ${etat.page} sur ${pages}` : "");
  if (vues.compte.textContent !== texte) vues.compte.textContent = texte;
  vues.voir.textContent = total ? `Voir ${total > 1 ? "les " : "le "}${compter(total, "résultat")}` : "Aucun résultat";
  if (vues.boite.open) vues.annonce.textContent = vues.voir.textContent;
  const actifs = filtres(etat).length;
  vues.ouvrir.textContent = actifs ? `Filtrer (${actifs})` : "Filtrer";
  document.title = q ? `${mots} – ${titreDeLOnglet}` : titreDeLOnglet;
}

// --- L'adresse -------------------------------------------------------------------

/** Passe à un état, en gardant l'ancien derrière soi ; `focus` reçoit le focus ensuite. */
async function aller(nouveau, focus) {
  clearTimeout(frappe);
  enFrappe = false;
  etat = nouveau;
  refleter();
  history.pushState(null, "", ecrire(etat) || location.pathname);
  const fait = montrer();
  if (focus) {
    await fait;
    focus.focus({ preventScroll: true });
    focus.scrollIntoView({ block: "nearest" });
  }
  return fait;
}

/** Lever un filtre fait disparaître son bouton : le focus passe au suivant. */
async function allerEnGardantLeFocus(nouveau) {
  const boutons = [...vues.puces.querySelectorAll("button")];
  const place = boutons.indexOf(document.activeElement);
  await aller(nouveau);
  const restants = [...vues.puces.querySelectorAll("button")];
  (restants[Math.min(Math.max(place, 0), restants.length - 1)] ?? vues.titre).focus({ preventScroll: true });
}

function refleter() {
  if (champ.value.trim() !== etat.q) champ.value = etat.q;
  vues.tri.value = etat.tri;
}

window.addEventListener("popstate", () => {
  clearTimeout(frappe);
  enFrappe = false;
  etat = lire(location.search);
  refleter();
  montrer();
});

// --- Ce que l'on fait --------------------------------------------------------------

champ.addEventListener("focus", () => { Promise.all([preparer(), equivalences()]).catch(() => {}); }, { once: true });

champ.addEventListener("input", () => {
  clearTimeout(frappe);
  frappe = setTimeout(() => {
    const q = champ.value.trim();
    if (q === etat.q) return;
    etat = { ...etat, q, page: 1 };
    // Une suite de lettres est une seule étape de l'historique.
    history[enFrappe ? "replaceState" : "pushState"](null, "", ecrire(etat) || location.pathname);
    enFrappe = true;
    montrer();
  }, /(?<![\p{L}\p{N}])\p{L}{1,3}$/u.test(champ.value) ? PAUSE_LONGUE : PAUSE);
});

formulaire.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(frappe);
  const q = champ.value.trim();
  if (q !== etat.q) aller({ ...etat, q, page: 1 });
  else enFrappe = false;
});

vues.tri.addEventListener("change", () => aller({ ...etat, tri: vues.tri.value, page: 1 }));

vues.pagination.addEventListener("click", (e) => {
  const lien = e.target.closest("a[data-page]");
  if (!lien || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || e.button) return;
  e.preventDefault();
  aller({ ...etat, page: Number(lien.dataset.page) }).then(() => {
    vues.titre.focus({ preventScroll: true });
    page.scrollIntoView();
  });
});

// --- Les filtres sur téléphone : les mêmes, dans une boîte de dialogue ---------------

const large = matchMedia("(min-width: 62rem)");

vues.ouvrir.addEventListener("click", () => {
  vues.boite.querySelector("[data-place-filtres]").append(vues.filtres);
  vues.annonce.textContent = "";
  vues.boite.showModal();
});
vues.boite.addEventListener("close", () => {
  vues.colonne.append(vues.filtres);
  if (!large.matches) vues.ouvrir.focus();
});
vues.boite.addEventListener("click", (e) => {
  if (e.target === vues.boite || e.target.closest("[data-fermer]")) vues.boite.close();
});
large.addEventListener("change", () => { if (large.matches && vues.boite.open) vues.boite.close(); });

// Ce qui a été tapé avant que ce script n'arrive compte aussi.
if (document.activeElement === champ && champ.value.trim()) champ.dispatchEvent(new Event("input"));
else refleter();
montrer();
