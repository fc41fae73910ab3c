// « Ma sélection » : la sienne, gardée par ce navigateur, ou celle qu'une adresse partage (?ids=…&titre=…).
// ?livret la montre en livret.

import { copier } from "../recherche/copier.js";
import { compter, creer, disposer, horsVue, reessayer } from "../recherche/dom.js";
import { adresseIci } from "../recherche/ici.js";
import { attendre } from "../recherche/pauses.js";
import { CONSEIL, adresse } from "../recherche/transport.js";
import { entrees as lireEntrees } from "./donnees.js";
import { telecharger } from "./exports.js";
import { livret } from "./livret.js";
import { delAdresse, ecrire, lire, lireLeTitre, refuse, suivre, titreDeLAdresse } from "./retenues.js";
import { genre } from "./valeurs.js";

const MIENNE = "Ma sélection";
const PARTAGEE = "Sélection partagée";
const A_COMPARER = [2, 4];
const PATIENCE = 3000; // ms avant d'imprimer sans les images qui ne viennent pas

const page = document.getElementById("selection");
const vue = Object.fromEntries([...page.querySelectorAll("[data-vue]")].map((e) => [e.dataset.vue, e]));
const h1 = document.querySelector("h1");
const finDuTitre = document.title.slice(document.title.indexOf(" · "));
const paquets = Number(page.dataset.paquets);
const lignes = new Map(); // identifiant → sa ligne
const cochees = new Set();
let etat = {};
let presentes = []; // les entrées de la liste qui sont dans la base
let avant = null; // ce que l'on peut retrouver
let tour = 0;

// --- Montrer ----------------------------------------------------------------------

/** Ce que dit l'adresse, puis ce que ce navigateur garde. */
function lireEtat() {
  const dits = new URLSearchParams(location.search);
  const partagee = dits.has("ids") && !refuse;
  return {
    partagee,
    ids: partagee ? delAdresse() : lire(),
    titre: partagee ? titreDeLAdresse() : lireLeTitre(),
    livret: dits.has("livret"),
  };
}

async function montrer() {
  tour += 1;
  const mien = tour;
  etat = lireEtat();
  page.setAttribute("aria-busy", "true");
  let lues;
  try {
    lues = await lireEntrees(etat.ids, paquets);
  } catch (erreur) {
    console.error(erreur);
    if (mien === tour) panne();
    return;
  }
  if (mien !== tour) return;
  renommer(lues);
  presentes = lues.filter(Boolean);
  for (const id of cochees) if (!presentes.some((e) => e.id === id)) cochees.delete(id);
  const nom = etat.titre || (etat.partagee ? PARTAGEE : MIENNE);
  h1.textContent = etat.partagee ? nom : MIENNE;
  document.title = h1.textContent + finDuTitre;
  vue.message.replaceChildren(...(etat.ids.length ? [] : [vide()]));
  vue.compte.textContent = etat.ids.length ? compter(presentes.length, "entrée") : "";
  disposer(vue.liste, etat.ids.map((id, rang) => ligne(id, lues[rang], rang)));
  montrerLePartage();
  montrerLesOutils();
  montrerLeLivret(nom);
  page.removeAttribute("aria-busy");
  page.dataset.etat = "pret";
}

/** Une entrée renommée garde sa place sous son nouveau nom. */
function renommer(lues) {
  const nouveaux = etat.ids.map((id, n) => lues[n]?.id ?? id);
  if (nouveaux.every((id, n) => id === etat.ids[n])) return;
  const gardes = nouveaux.map((id, n) => nouveaux.indexOf(id) === n);
  etat.ids = nouveaux.filter((_, n) => gardes[n]);
  lues.splice(0, lues.length, ...lues.filter((_, n) => gardes[n]));
  if (!etat.partagee) ecrire(etat.ids);
}

function ligne(id, entree, rang) {
  const cle = `${id}${etat.partagee ? "?" : ""}`;
  if (!lignes.has(cle)) lignes.set(cle, entree ? dessiner(entree) : absente(id));
  const element = lignes.get(cle);
  const [monter, descendre] = ["monter", "descendre"].map((sens) => element.querySelector(`[data-agir=${sens}]`));
  if (monter) {
    monter.disabled = rang === 0;
    descendre.disabled = rang === etat.ids.length - 1;
    // Le focus ne reste pas sur un bouton qui ne sert plus.
    if (monter.disabled && document.activeElement === monter) descendre.focus();
    if (descendre.disabled && document.activeElement === descendre) monter.focus();
  }
  const case_ = element.querySelector("input");
  if (case_) case_.checked = cochees.has(id);
  return element;
}

function dessiner(e) {
  const langue = e.langue === "fr" ? null : e.langue;
  return creer("li", { class: `retenue g-${e.genre}`, "data-entree": e.id },
    creer("label", { class: "retenue-cocher" }, creer("input", { type: "checkbox", value: e.id }), horsVue(`Comparer ${e.titre}`)),
    creer("div", { class: "retenue-texte" },
      genre(e),
      creer("h3", { lang: langue }, creer("a", { href: adresse(e.adresse) }, e.titre)),
      creer("p", { class: "retenue-resume", lang: langue }, e.resume),
      creer("p", { class: "doux" }, [e.lieu, e.annee].filter(Boolean).join(" · "))),
    etat.partagee ? null : creer("p", { class: "retenue-boutons" },
      bouton("monter", "↑", `Monter\u202f: ${e.titre}`), bouton("descendre", "↓", `Descendre\u202f: ${e.titre}`), bouton("retirer", "×", `Retirer\u202f: ${e.titre}`)));
}

const absente = (id) => creer("li", { class: "retenue retenue-absente", "data-entree": id },
  creer("div", { class: "retenue-texte" }, creer("p", {}, "Cette entrée n’est plus dans la base\u202f: ", creer("code", {}, id), ".")),
  etat.partagee ? null : creer("p", { class: "retenue-boutons" }, bouton("retirer", "×", `Retirer\u202f: ${id}`)));

function bouton(action, signe, dit) {
  return creer("button", { type: "button", class: "bouton-icone", "data-agir": action, title: dit.split("\u202f")[0] }, creer("span", { "aria-hidden": "true" }, signe), horsVue(dit));
}

function vide() {
  const lien = (vers, texte) => creer("a", { href: adresse(vers) }, texte);
  return creer("div", { class: "vide" },
    creer("p", {}, creer("b", {}, "Votre sélection est vide.")),
    creer("p", {}, "Sur chaque fiche, dans les listes et dans les résultats, le signet garde une entrée ici, dans ce navigateur. Commencez par ",
      lien("recherche/", "une recherche"), ", ", lien("themes/", "un thème"), " ou ", lien("territoires/", "un territoire"), "."));
}

function panne() {
  page.removeAttribute("aria-busy");
  page.dataset.etat = "erreur";
  vue.message.replaceChildren(creer("div", { class: "vide" }, creer("p", {}, `Les entrées n’ont pas pu se charger. ${CONSEIL}`), reessayer(montrer)));
}

function montrerLePartage() {
  vue.partagee.hidden = !etat.partagee;
  if (!etat.partagee) return;
  const miennes = lire();
  const nouvelles = etat.ids.filter((id) => !miennes.includes(id)).length;
  vue.partageeTexte.textContent = !miennes.length
    ? "Elle n’est gardée nulle part\u202f: elle tient dans son adresse."
    : nouvelles
      ? `La vôtre compte ${compter(miennes.length, "entrée")}, et n’a pas changé. Celle-ci en apporterait ${nouvelles}.`
      : "Vous avez déjà toutes ces entrées dans la vôtre.";
  vue.garder.textContent = miennes.length ? "Ajouter à ma sélection" : "Garder dans ma sélection";
  vue.garder.hidden = !nouvelles;
  vue.remplacer.hidden = !miennes.length;
  vue.mienne.hidden = !miennes.length;
}

function montrerLesOutils() {
  vue.outils.hidden = !etat.ids.length;
  vue.titreDeListe.hidden = etat.partagee;
  vue.vider.hidden = etat.partagee;
  vue.sansMemoire.hidden = !refuse;
  if (document.activeElement !== vue.titre) vue.titre.value = etat.titre;
  vue.adresse.value = aPartager();
  nommerComparer();
}

function nommerComparer() {
  vue.comparer.textContent = cochees.size ? `Comparer ${compter(cochees.size, "entrée")}` : "Comparer";
}

function montrerLeLivret(nom) {
  const montre = etat.livret && presentes.length > 0;
  vue.corps.hidden = montre;
  vue.zoneDuLivret.hidden = !montre;
  document.body.classList.toggle("en-livret", montre);
  vue.livret.replaceChildren(...(montre ? [livret(presentes, nom, leSite())] : []));
}

// --- Adresses ---------------------------------------------------------------------

/** L'adresse de cette page, seule ; avec `ids`, celle d'une liste. */
function ici({ ids = null, titre = "", enLivret = false } = {}) {
  return adresseIci([
    ids && `ids=${ids.join(",")}`,
    ids && titre && `titre=${encodeURIComponent(titre)}`,
    enLivret && "livret",
  ].filter(Boolean).join("&"));
}

/** Ce que l'on envoie ; de l'archive, dont l'adresse n'a de sens que sur ce poste, celle du site. */
function aPartager() {
  const base = location.protocol === "file:" && page.dataset.adresse ? page.dataset.adresse : adresseIci("");
  return base + ici({ ids: etat.ids, titre: etat.titre });
}

const leSite = () => (location.protocol === "file:" ? page.dataset.adresse.replace(/ma-selection\/$/, "") : new URL(adresse(""), location.href).href);

function aller(ou) {
  history.pushState(null, "", ou);
  return montrer();
}

const enLivret = (oui) => aller(ici({ ...(etat.partagee || refuse ? etat : {}), enLivret: oui }));

// --- Agir -------------------------------------------------------------------------

/** Change la sélection, dit ce qui a été fait, et garde de quoi revenir en arrière. */
function changer(ids, dit, { titre = etat.titre, annulable = true } = {}) {
  avant = annulable ? { ids: lire(), titre: lireLeTitre() } : null;
  ecrire(ids, titre);
  dire(dit);
}

function dire(texte) {
  vue.annonce.textContent = texte;
  vue.annuler.hidden = !avant;
}

const GESTES = {
  monter: (id, rang, e) => deplacer(rang, rang - 1, e),
  descendre: (id, rang, e) => deplacer(rang, rang + 1, e),
  retirer(id, rang, e) {
    const reste = vue.liste.children[rang + 1] ?? vue.liste.children[rang - 1];
    changer(etat.ids.filter((autre) => autre !== id), `${e?.titre ?? id}\u202f: retirée.`);
    (reste?.querySelector("[data-agir=retirer]") ?? vue.annuler).focus();
  },
};

function deplacer(de, a, e) {
  const ids = [...etat.ids];
  [ids[de], ids[a]] = [ids[a], ids[de]];
  changer(ids, `${e.titre}\u202f: place ${a + 1} sur ${ids.length}.`, { annulable: false });
}

vue.liste.addEventListener("click", (evenement) => {
  const geste = evenement.target.closest("[data-agir]");
  if (!geste) return;
  const { entree: id } = geste.closest("li").dataset;
  GESTES[geste.dataset.agir](id, etat.ids.indexOf(id), presentes.find((e) => e.id === id));
});
vue.liste.addEventListener("change", ({ target }) => {
  if (target.checked) cochees.add(target.value);
  else cochees.delete(target.value);
  nommerComparer();
});

vue.annuler.addEventListener("click", () => {
  const { ids, titre } = avant;
  changer(ids, "Votre sélection est revenue comme avant.", { titre, annulable: false });
  vue.zone.focus();
});
vue.vider.addEventListener("click", () => {
  changer([], `Sélection vidée\u202f: ${compter(etat.ids.length, "entrée")} en moins.`, { titre: "" });
  vue.annuler.focus();
});

function adopter(ids, dit) {
  const titre = lireLeTitre() && lire().length ? lireLeTitre() : etat.titre;
  history.pushState(null, "", ici());
  changer(ids, dit, { titre });
  vue.zone.focus();
}
vue.garder.addEventListener("click", () => adopter([...new Set([...lire(), ...etat.ids])], "Ces entrées sont dans votre sélection."));
vue.remplacer.addEventListener("click", () => adopter(etat.ids, "Cette sélection a pris la place de la vôtre."));
vue.mienne.addEventListener("click", (e) => {
  e.preventDefault();
  aller(ici());
});

vue.titre.addEventListener("input", () => ecrire(etat.ids, vue.titre.value.trim()));
vue.adresse.addEventListener("focus", () => vue.adresse.select());
vue.partager.addEventListener("click", async () => {
  if (await copier(aPartager())) {
    avant = null;
    dire("Adresse copiée\u202f: qui l’ouvre verra cette sélection.");
  } else {
    vue.adresse.focus();
    dire("L’adresse est prête\u202f: copiez-la.");
  }
});
vue.comparer.addEventListener("click", () => {
  const [min, max] = A_COMPARER;
  if (cochees.size >= min && cochees.size <= max) location.href = adresse(`comparer/?ids=${etat.ids.filter((id) => cochees.has(id)).join(",")}`);
  else dire(`Cochez de deux à quatre entrées pour les comparer\u202f: ${cochees.size > max ? compter(cochees.size, "cochée") : cochees.size ? "une seule l’est" : "aucune ne l’est"}.`);
});
for (const lien of page.querySelectorAll("[data-format]")) {
  lien.addEventListener("click", () => {
    telecharger(lien.dataset.format, presentes, { titre: etat.titre || (etat.partagee ? PARTAGEE : MIENNE), enteteCsv: page.dataset.enteteCsv });
    avant = null;
    dire(`${compter(presentes.length, "entrée")} dans le fichier ${lien.textContent.trim()}.`);
  });
}

vue.lire.addEventListener("click", async () => {
  avant = null;
  dire(""); // ce qui vient d'être dit cacherait la page
  await enLivret(true);
  vue.imprimer.focus();
});
vue.revenir.addEventListener("click", async () => {
  await enLivret(false);
  vue.lire.focus();
});
vue.imprimer.addEventListener("click", async () => {
  const images = [...vue.livret.querySelectorAll("img")].map((image) => image.decode().catch(() => {}));
  await Promise.race([Promise.all(images), attendre(PATIENCE)]);
  window.print();
});

suivre(() => {
  // Sans mémoire, l'adresse de la page en tient lieu.
  if (refuse) history.replaceState(null, "", ici({ ids: lire(), titre: lireLeTitre(), enLivret: etat.livret }));
  montrer();
});
addEventListener("popstate", montrer);
montrer();
