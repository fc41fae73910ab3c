// La page de recherche : son adresse est son état, tout le reste en découle.

import { apercu, catalogue, equivalences, fragment, lieux, oublier, tris } from "./acces.js";
import { approchants } from "./approchants.js";
import { Catalogue } from "./catalogue.js";
import { citer, compter } from "./dom.js";
import { TRIS, ecrire, filtres, lire } from "./etat.js";
import { Filtres } from "./facettes.js";
import { estSimple } from "./ici.js";
import { ouvrir as preparer } from "./index.js";
import { attendre } from "./pauses.js";
import { PANNE, PAR_PAGE, aucun, element, pagination, panne, panneDesFiltres, puces, remarques } from "./resultats.js";
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
let donnees = null; // le catalogue, et l'aperçu dont il est fait
let filtresMontres = null;
let tour = 0;
let frappe = 0; // la pause qui précède une recherche, 0 quand rien n'est en attente
let touche = -CALME; // l'instant de la dernière touche
let enFrappe = false; // la dernière entrée de l'historique vient de la frappe
let derniere = {}; // la dernière recherche faite
let montres = ""; // ce que la liste montre, pour ne pas la refaire à l'identique

// --- Chercher et montrer --------------------------------------------------------

/** Montre ce qui répond à l'état ; `poserLeFocus` est appelée dès que les résultats sont là. */
async function montrer(poserLeFocus) {
  tour += 1;
  const mien = tour;
  const perime = () => mien !== tour;
  const voulu = etat;
  page.dataset.etat = "chargement";
  vues.zone.setAttribute("aria-busy", "true");
  const signal = setTimeout(() => { if (!perime()) vues.attente.hidden = false; }, ATTENTE);
  try {
    // Demandés ensemble plutôt que l'un après l'autre.
    if (!telQuel(voulu) || (!voulu.q && voulu.page > 1)) completer(voulu).catch(() => {});
    const [trouvailles] = await Promise.all([trouverUneFois(voulu.q), apercu()]);
    if (perime()) return;
    const reponse = await repondre(voulu, trouvailles);
    const message = await dire(voulu, trouvailles, reponse);
    const fragments = await reponse.fragments();
    if (perime()) return;
    const dedans = page.contains(document.activeElement);
    const place = { ...voulu, page: reponse.page };
    disposerResultats(place, fragments, trouvailles);
    vues.message.replaceChildren(...message);
    pagination(vues.pagination, place, reponse.total);
    puces(vues.puces, voulu, donnees, allerEnGardantLeFocus);
    finir(signal);
    annoncer(place, reponse.total, trouvailles);
    // Qui tape déjà autre chose garde son champ.
    if (document.activeElement !== champ) poserLeFocus?.();
    if (dedans) tenirLeFocus();
    // Les résultats n'attendent pas que les filtres soient comptés, ni qu'ils puissent l'être.
    await (donnees?.complet ? peint() : calme());
    if (perime()) return;
    const comptes = await reponse.comptes().catch((erreur) => { console.error(erreur); });
    if (perime()) return;
    montrerFiltres(comptes, voulu);
    if (dedans) tenirLeFocus();
    page.dataset.etat = reponse.total ? "pret" : "vide";
    page.dataset.requete = voulu.q;
  } catch (erreur) {
    if (perime()) return;
    console.error(erreur);
    montres = "";
    vues.message.replaceChildren(panne(reprendre));
    vues.liste.replaceChildren();
    vues.pagination.hidden = true;
    finir(signal);
    vues.compte.textContent = PANNE;
    vues.voir.textContent = "Fermer";
    if (vues.boite.open) vues.annonce.textContent = PANNE;
    page.dataset.etat = "erreur";
    page.dataset.requete = voulu.q;
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

/** Vrai quand les entrées trouvées, ou toutes, sont montrées sans filtre ni autre ordre que le leur. */
const telQuel = (voulu) => voulu.tri === TRIS[0] && !filtres(voulu).length;

/**
 * Ce qui répond à un état : combien d'entrées (`total`), la `page` que l'on peut en montrer et
 * ses fragments, les comptes des filtres, et les `candidates` que les mots seuls retiennent.
 * Rien n'est chargé que la réponse puisse éviter : sans mots ni filtre l'aperçu suffit, et des
 * mots seuls n'ont besoin du catalogue que pour compter.
 */
async function repondre(voulu, trouvailles) {
  const candidates = trouvailles && trouvailles.resultats;
  if (trouvailles && telQuel(voulu)) return reponseDe(voulu, candidates, candidates);
  await ouvrir();
  if (telQuel(voulu) && voulu.page === 1) {
    const { total, premieres, comptes } = donnees;
    return { candidates, total, page: 1, fragments: async () => premieres, comptes: async () => comptes };
  }
  const dansLOrdre = trouvailles && voulu.tri === TRIS[0];
  await completer(voulu, !dansLOrdre);
  if (donnees.ignore(voulu.facettes.territoires)) donnees.recevoirLieux(await lieux());
  const filtrees = donnees.filtrer(candidates, voulu.facettes);
  return reponseDe(voulu, candidates, dansLOrdre ? filtrees.lignes : donnees.trier(filtrees.lignes, voulu.tri), filtrees);
}

function reponseDe(voulu, candidates, lignes, filtrees = null) {
  const derniereDePage = Math.max(1, Math.ceil(lignes.length / PAR_PAGE));
  const laPage = Math.min(voulu.page, derniereDePage);
  const debut = (laPage - 1) * PAR_PAGE;
  return {
    candidates,
    total: lignes.length,
    page: laPage,
    fragments: () => Promise.all(lignes.slice(debut, debut + PAR_PAGE).map(fragment)),
    async comptes() {
      await completer(voulu);
      return donnees.compter(filtrees ?? donnees.filtrer(candidates, voulu.facettes));
    },
  };
}

/** Ce qu'il faut dire des résultats, ou de ce qu'il n'y en ait pas. */
async function dire(voulu, trouvailles, { total, candidates }) {
  if (total) return trouvailles ? remarques(voulu, trouvailles, versResultats) : [];
  const { absents = [], ecartees = 0 } = trouvailles ?? {};
  // Ce qui s'approche des mots ne sert que si ce sont eux qui ne donnent rien.
  const cherche = trouvailles && !candidates.length && !ecartees;
  const termes = cherche ? await approchants(voulu.q).catch(() => []) : [];
  return [aucun(voulu, donnees, candidates, { absents, ecartees, termes }, versResultats)];
}

/** De quoi filtrer et compter ; avec `ordres`, de quoi ordonner. */
async function completer(voulu, ordres = !voulu.q || voulu.tri !== TRIS[0]) {
  const [colonnes, lus] = await Promise.all([catalogue(), ordres ? tris() : null, ouvrir()]);
  if (!donnees.complet) donnees.recevoirColonnes(colonnes);
  if (lus && !donnees.tris) donnees.recevoirTris(lus);
}

/** Attend que l'on cesse de taper. */
async function calme() {
  await peint();
  for (let reste; (reste = touche + CALME - performance.now()) > 0;) await attendre(reste);
}

/** Laisse ce qui vient de changer se peindre ; un onglet caché ne peint pas, il n'attend guère. */
const peint = () => Promise.race([new Promise((fait) => { requestAnimationFrame(() => setTimeout(fait)); }), attendre(50)]);

function disposerResultats(voulu, fragments, trouvailles) {
  const cle = JSON.stringify([fragments.map(({ url }) => url), voulu.q]);
  if (cle === montres) return;
  const recherche = { q: trouvailles?.q, reperes: trouvailles?.reperes };
  vues.liste.replaceChildren(...fragments.map((f) => element(f, recherche)));
  vues.liste.start = (voulu.page - 1) * PAR_PAGE + 1;
  montres = cle;
}

/** Après une panne, tout est redemandé : le site a pu être publié entre-temps. */
function reprendre() {
  oublier();
  montrer();
  vues.titre.focus();
}

/** Le catalogue de l'aperçu ; un aperçu redemandé en fait un autre, et d'autres filtres. */
async function ouvrir() {
  const lu = await apercu();
  if (donnees?.apercu === lu) return;
  donnees = new Catalogue(lu);
  filtresMontres = null;
  montres = "";
}

function montrerFiltres(comptes, voulu) {
  if (!comptes) {
    filtresMontres = null;
    vues.filtres.replaceChildren(panneDesFiltres(reprendre));
    return;
  }
  filtresMontres ??= new Filtres(vues.filtres, donnees, (facette, valeurs) => {
    const avant = courant();
    aller({ ...avant, page: 1, facettes: { ...avant.facettes, [facette]: valeurs } });
  }, nommerLesLieux);
  filtresMontres.montrer(comptes, voulu.facettes);
}

async function nommerLesLieux() {
  try {
    donnees.recevoirLieux(await lieux());
    await montrer();
    return true;
  } catch (erreur) {
    console.error(erreur);
    montrerFiltres(null);
    return false;
  }
}

/** Changer de filtre, de tri ou de page ne cherche pas à nouveau. */
async function trouverUneFois(q) {
  const index = apercu(); // le même tant que rien n'est redemandé
  if (derniere.q === q && derniere.index === index) return derniere.trouvailles;
  const trouvailles = q ? await trouver(q) : null;
  // Une réponse qui arrive après une autre saisie ne la remplace pas.
  if (q === etat.q) derniere = { q, index, trouvailles };
  return trouvailles;
}

function annoncer(voulu, total, trouvailles) {
  const correction = trouvailles?.correction;
  const q = total && correction?.appliquee ? correction.q : voulu.q;
  const pour = q && trouvailles ? ` pour ${citer(q)}` : "";
  const pages = Math.ceil(total / PAR_PAGE);
  const texte = (total ? compter(total, "résultat") : "Aucun résultat") + pour + (voulu.page > 1 ? `, page\u00a0${voulu.page} sur\u00a0${pages}` : "");
  if (vues.compte.textContent !== texte) vues.compte.textContent = texte;
  vues.voir.textContent = total ? `Voir ${total > 1 ? "les " : "le "}${compter(total, "résultat")}` : "Aucun résultat";
  if (vues.boite.open) vues.annonce.textContent = vues.voir.textContent;
  const actifs = filtres(voulu).length;
  vues.ouvrir.textContent = actifs ? `Filtrer (${actifs})` : "Filtrer";
  document.title = q ? `${citer(q)} – ${titreDeLOnglet}` : titreDeLOnglet;
}

// --- L'adresse -------------------------------------------------------------------

/** L'état, avec ce qui est tapé et pas encore cherché. */
const courant = () => (frappe ? { ...etat, q: champ.value.trim(), page: 1 } : etat);

/** Passe à un état, en gardant l'ancien derrière soi. */
function aller(nouveau, poserLeFocus) {
  cesserDAttendre();
  etat = nouveau;
  refleter();
  history.pushState(null, "", ecrire(etat));
  montrer(poserLeFocus);
}

function cesserDAttendre() {
  clearTimeout(frappe);
  frappe = 0;
  enFrappe = false;
}

function versResultats(nouveau) {
  aller(nouveau, () => {
    vues.titre.focus({ preventScroll: true });
    vues.titre.scrollIntoView({ block: "nearest" });
  });
}

/** Lever un filtre fait disparaître son bouton : le focus passe au suivant. */
function allerEnGardantLeFocus(changer) {
  const place = [...vues.puces.querySelectorAll("button")].indexOf(document.activeElement);
  aller(changer(courant()), () => {
    const restants = [...vues.puces.querySelectorAll("button")];
    (restants[Math.min(Math.max(place, 0), restants.length - 1)] ?? vues.titre).focus({ preventScroll: true });
  });
}

function refleter() {
  if (champ.value.trim() !== etat.q) champ.value = etat.q;
  vues.tri.value = etat.tri;
}

window.addEventListener("popstate", () => {
  cesserDAttendre();
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
    frappe = 0;
    const q = champ.value.trim();
    if (q === etat.q) return;
    etat = { ...etat, q, page: 1 };
    // Une suite de lettres est une seule étape de l'historique.
    history[enFrappe ? "replaceState" : "pushState"](null, "", ecrire(etat));
    enFrappe = true;
    montrer();
  }, /(?<![\p{L}\p{N}])\p{L}{1,3}$/u.test(champ.value) ? PAUSE_LONGUE : PAUSE);
});

formulaire.addEventListener("submit", (e) => {
  e.preventDefault();
  cesserDAttendre();
  const q = champ.value.trim();
  if (q !== etat.q) aller({ ...etat, q, page: 1 });
});

vues.tri.addEventListener("change", () => aller({ ...courant(), tri: vues.tri.value, page: 1 }));

vues.pagination.addEventListener("click", (e) => {
  const lien = e.target.closest("a[data-page]");
  if (!lien || !estSimple(e)) return;
  e.preventDefault();
  aller({ ...etat, page: Number(lien.dataset.page) }, () => {
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
if (document.activeElement === champ && champ.value.trim()) {
  vues.tri.value = etat.tri;
  champ.dispatchEvent(new Event("input"));
} else {
  refleter();
}
montrer();
