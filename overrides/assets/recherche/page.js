// La page de recherche : son adresse est son état, tout le reste en découle.

import { apercu, catalogue, equivalences, fragment, lieux, oublier, tris } from "./acces.js";
import { approchants } from "./approchants.js";
import { Catalogue } from "./catalogue.js";
import { compter } from "./dom.js";
import { TRIS, ecrire, filtres, lire } from "./etat.js";
import { Filtres } from "./facettes.js";
import { ouvrir as preparer } from "./index.js";
import { PAR_PAGE, aucun, element, pagination, panne, puces, remarques } from "./resultats.js";
import { trouver } from "./trouver.js";

const PAUSE = 50; // ms sans frappe avant de chercher
const PAUSE_LONGUE = 400; // quand le dernier mot a trois lettres au plus : il n'est sans doute pas fini
const ATTENTE = 400; // ms avant d'annoncer que l'on cherche
const CALME = 200; // ms sans frappe avant de charger de quoi compter les filtres

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
let touche = -CALME; // l'instant de la dernière touche
let enFrappe = false; // la dernière entrée de l'historique vient de la frappe
let derniere = { q: null, trouvailles: null };

// --- Chercher et montrer --------------------------------------------------------

async function montrer() {
  tour += 1;
  const mien = tour;
  const perime = () => mien !== tour;
  page.dataset.etat = "chargement";
  vues.zone.setAttribute("aria-busy", "true");
  const signal = setTimeout(() => { if (!perime()) vues.attente.hidden = false; }, ATTENTE);
  try {
    // Demandés ensemble plutôt que l'un après l'autre.
    if (!telQuel()) completer(!etat.q || etat.tri !== TRIS[0]).catch(() => {});
    const [trouvailles] = await Promise.all([trouverUneFois(etat.q), apercu()]);
    if (perime()) return;
    const reponse = await repondre(trouvailles);
    if (perime()) return;
    const { total } = reponse;
    const message = total
      ? (trouvailles ? remarques(etat, trouvailles, versResultats) : [])
      : [aucun(etat, donnees, reponse.candidates, await approchant(trouvailles), versResultats)];
    const dedans = page.contains(document.activeElement);
    const fragments = await reponse.fragments();
    if (perime()) return;
    disposerResultats(fragments, trouvailles);
    vues.message.replaceChildren(...message);
    pagination(vues.pagination, etat, total);
    finir(signal);
    annoncer(total);
    if (dedans) tenirLeFocus();
    // Les résultats n'attendent pas que les filtres soient comptés.
    await (donnees?.complet ? peint() : calme());
    if (perime()) return;
    const comptes = await reponse.comptes();
    if (perime()) return;
    montrerFiltres(comptes);
    puces(vues.puces, etat, donnees, allerEnGardantLeFocus);
    if (dedans) tenirLeFocus();
    page.dataset.etat = total ? "pret" : "vide";
  } catch (erreur) {
    if (perime()) return;
    console.error(erreur);
    montres = "";
    vues.message.replaceChildren(panne(() => { reprendre(); vues.titre.focus(); }));
    vues.liste.replaceChildren();
    vues.pagination.hidden = true;
    vues.compte.textContent = "La recherche n’a pas pu se charger.";
    page.dataset.etat = "erreur";
  } finally {
    clearTimeout(signal);
    if (!perime()) {
      finir(signal);
      page.dataset.requete = etat.q;
    }
  }
}

/** La liste dit vrai : plus rien n'est attendu d'elle. */
function finir(signal) {
  clearTimeout(signal);
  vues.attente.hidden = true;
  vues.zone.removeAttribute("aria-busy");
}

/** Quand ce qui avait le focus a disparu, il ne se perd pas. */
function tenirLeFocus() {
  if (!page.contains(document.activeElement)) (vues.boite.open ? vues.voir : vues.titre).focus({ preventScroll: true });
}

/**
 * Ce qui répond à l'état : combien d'entrées (`total`), les fragments de la page demandée, les
 * comptes des filtres, et les `candidates` que les mots seuls retiennent. Rien n'est chargé
 * que la réponse puisse éviter : sans mots ni filtre l'aperçu suffit, et des mots seuls n'ont
 * besoin du catalogue que pour compter.
 */
async function repondre(trouvailles) {
  const candidates = trouvailles && trouvailles.resultats;
  if (trouvailles && telQuel()) return reponseDe(candidates, candidates);
  await ouvrir();
  if (telQuel() && etat.page === 1) {
    return { candidates, total: donnees.total, fragments: () => donnees.premieres, comptes: () => donnees.comptes };
  }
  const dansLOrdre = trouvailles && etat.tri === TRIS[0];
  await completer(!dansLOrdre);
  if (donnees.ignore(etat.facettes.territoires)) donnees.recevoirLieux(await lieux());
  const filtrees = donnees.filtrer(candidates, etat.facettes);
  return reponseDe(candidates, dansLOrdre ? filtrees.lignes : donnees.trier(filtrees.lignes, etat.tri), filtrees);
}

function reponseDe(candidates, lignes, filtrees = null) {
  const pages = Math.max(1, Math.ceil(lignes.length / PAR_PAGE));
  etat.page = Math.min(etat.page, pages);
  const debut = (etat.page - 1) * PAR_PAGE;
  return {
    candidates,
    total: lignes.length,
    fragments: () => Promise.all(lignes.slice(debut, debut + PAR_PAGE).map(fragment)),
    async comptes() {
      await completer();
      return donnees.compter(filtrees ?? donnees.filtrer(candidates, etat.facettes));
    },
  };
}

/** Vrai quand les entrées trouvées, ou toutes, sont montrées sans filtre ni autre ordre que le leur. */
const telQuel = () => etat.tri === TRIS[0] && !filtres(etat).length;

/** De quoi filtrer et compter ; avec `ordres`, de quoi ordonner. */
async function completer(ordres = false) {
  const [colonnes, lus] = await Promise.all([catalogue(), ordres ? tris() : null, ouvrir()]);
  if (!donnees.complet) donnees.recevoirColonnes(colonnes);
  if (lus && !donnees.tris) donnees.recevoirTris(lus);
}

/** Attend que l'on cesse de taper. */
async function calme() {
  await peint();
  for (let reste; (reste = touche + CALME - performance.now()) > 0;) await attendre(reste);
}

const attendre = (duree) => new Promise((fait) => { setTimeout(fait, duree); });

/** Laisse ce qui vient de changer se peindre ; un onglet caché ne peint pas, il n'attend guère. */
const peint = () => Promise.race([new Promise((fait) => { requestAnimationFrame(() => setTimeout(fait)); }), attendre(50)]);

let montres = ""; // ce que la liste montre, pour ne pas la refaire à l'identique

function disposerResultats(fragments, trouvailles) {
  const cle = JSON.stringify([fragments.map(({ url }) => url), etat.q]);
  if (cle === montres) return;
  const recherche = { q: trouvailles?.q, reperes: trouvailles?.reperes };
  vues.liste.replaceChildren(...fragments.map((f) => element(f, recherche)));
  vues.liste.start = (etat.page - 1) * PAR_PAGE + 1;
  montres = cle;
}

/** Après une panne, tout est redemandé : le site a pu être publié entre-temps. */
function reprendre() {
  oublier();
  [donnees, filtresMontres] = [null, null];
  montres = "";
  derniere = { q: null, trouvailles: null };
  montrer();
}

async function ouvrir() {
  const lu = await apercu();
  donnees ??= new Catalogue(lu);
}

function montrerFiltres(comptes) {
  filtresMontres ??= new Filtres(vues.filtres, donnees, (facette, valeurs) => {
    aller({ ...etat, page: 1, facettes: { ...etat.facettes, [facette]: valeurs } });
  }, async () => {
    donnees.recevoirLieux(await lieux());
    await montrer();
  });
  filtresMontres.montrer(comptes, etat.facettes);
}

/** Changer de filtre, de tri ou de page ne cherche pas à nouveau. */
async function trouverUneFois(q) {
  if (derniere.q === q) return derniere.trouvailles;
  const trouvailles = q ? await trouver(q) : null;
  // Une réponse qui arrive après une autre saisie ne la remplace pas.
  if (q === etat.q) derniere = { q, trouvailles };
  return trouvailles;
}

/** Les mots qu'aucune entrée ne contient, et ce qui s'en approche. */
async function approchant(trouvailles) {
  if (!trouvailles) return { absents: [], termes: [] };
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

// Qui entre dans le champ va chercher, qui approche des filtres va s'en servir : autant commencer.
const dAvance = (element, geste, charger) => element.addEventListener(geste, () => { charger().catch(() => {}); }, { once: true });
dAvance(champ, "focus", () => Promise.all([preparer(), equivalences()]));
for (const geste of ["pointerover", "focusin"]) dAvance(vues.filtres, geste, () => Promise.all([catalogue(), tris()]));

champ.addEventListener("input", () => {
  clearTimeout(frappe);
  touche = performance.now();
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
