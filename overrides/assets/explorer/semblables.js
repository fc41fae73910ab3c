// « Territoires comme le mien » : son lieu, son profil, et ce que font ceux qui lui ressemblent.
// L'état est l'adresse : ?lieu=fr-29155&quartier=oui

import { Choix } from "../contribution/choix.js";
import { liste } from "../contribution/listes.js";
import { compter, creer } from "../recherche/dom.js";
import { adresseIci } from "../recherche/ici.js";
import { lireJson } from "../recherche/octets.js";
import { CONSEIL, adresse, demander } from "../recherche/transport.js";
import { profils } from "./profils.js";
import { rangee } from "./rangee.js";
import { ranger } from "./ressemblance.js";

const PAR_FOIS = 20;
const section = document.getElementById("semblables");
const [saisie, profil, etat, boite] = ["saisie", "profil", "etat", "liste"].map((nom) => section.querySelector(`[data-${nom}]`));
const minuscule = (texte) => texte[0].toLowerCase() + texte.slice(1);

const choix = new Choix({
  id: "semblables-lieu",
  libelle: "votre territoire",
  invite: "Par exemple\u202f: Scaër",
  decritPar: "semblables-aide",
  chercher,
  nommer: async (code) => (await profils()).parCode(code)?.nom ?? code,
  choisir: ([code]) => aller({ ...lire(), lieu: code ?? "" }),
});

async function chercher(texte) {
  const { options, invite } = await liste("territoires").chercher(texte);
  const { parNom } = await profils();
  const connus = options.map((option) => ({ option, lieu: parNom(option.valeur) }))
    // Une région ou un département n'a pas de profil, s'il n'est outre-mer.
    .filter(({ lieu }) => lieu && (lieu.sorte === "commune" || lieu.traits.length));
  return {
    options: connus.map(({ option, lieu }) => ({ ...option, valeur: lieu.code })),
    invite: options.length ? "Un profil se lit pour une commune ou une intercommunalité\u202f: donnez l’une ou l’autre." : invite.replace("d’une commune, d’un département, d’une région…", "d’une commune ou d’une intercommunalité."),
  };
}

const quartierDit = creer("input", { type: "checkbox" });
const etiquette = creer("label", { class: "case", hidden: true }, quartierDit, "Mon projet se passe dans un quartier prioritaire ou populaire");
quartierDit.addEventListener("change", () => aller({ ...lire(), quartier: quartierDit.checked }));

function lire() {
  const champs = new URLSearchParams(location.search);
  return { lieu: champs.get("lieu") ?? "", quartier: champs.get("quartier") === "oui" };
}

function aller({ lieu, quartier }) {
  const champs = new URLSearchParams({ ...(lieu && { lieu }), ...(quartier && { quartier: "oui" }) });
  history.pushState(null, "", adresseIci(champs.toString()));
  montrer();
}

let tour = 0;
let promises = null;

/** Les entrées, une fois qu'un lieu est choisi. Un échec n'est pas gardé. */
const donnees = () => (promises ??= demander("explorer/semblables.gz", { change: true }).then(lireJson).catch((erreur) => {
  promises = null;
  throw erreur;
}));

async function montrer() {
  const moi = tour += 1;
  const { lieu: code, quartier } = lire();
  if (choix.valeurs.join() !== code) {
    choix.valeurs = code ? [code] : [];
    choix.montrerLesChoisis();
  }
  if (!code) return vider("");
  try {
    const [tout, { parCode }] = await Promise.all([donnees(), profils()]);
    if (moi === tour) dessiner(tout, parCode(code), quartier);
  } catch (erreur) {
    console.error(erreur);
    if (moi === tour) vider(`Les données n’ont pas pu se charger. ${CONSEIL}`);
  }
}

function vider(dit) {
  profil.replaceChildren();
  delete profil.dataset.lieu;
  etiquette.hidden = true;
  boite.replaceChildren();
  etat.textContent = dit;
}

function dessiner(tout, lieu, quartier) {
  if (!lieu || (lieu.sorte !== "commune" && !lieu.traits.length)) return vider("Ce territoire n’est pas une commune ou une intercommunalité que nous connaissons. Cherchez-le par son nom.");
  if (!lieu.traits.length) {
    vider("");
    etat.append("Nous ne savons rien de la taille de ce territoire\u202f: notre référentiel ne donne pas la population des communes belges. ", creer("a", { href: adresse("territoires/") }, "Voir les entrées par territoire"), ", ou choisissez un trait plus bas.");
    return;
  }
  const trouvees = ranger(tout.entrees, lieu, quartier ? tout.quartier : null);
  // Le même lieu garde son profil tel qu'on l'a déplié, et la case sa prise de focus.
  if (profil.dataset.lieu !== lieu.code) profil.replaceChildren(dessinerLeProfil(tout, lieu));
  profil.dataset.lieu = lieu.code;
  quartierDit.checked = quartier;
  etiquette.hidden = false;
  const liste = creer("ol", { class: "rangees" });
  const suite = creer("button", { type: "button", class: "bouton bouton-second" });
  boite.replaceChildren(...(trouvees.length ? [creer("h3", {}, "Ce qui se fait dans des territoires semblables"), liste, suite] : []));
  const ajouter = () => {
    const debut = liste.children.length;
    liste.append(...trouvees.slice(debut, debut + PAR_FOIS).map((trouvee) => ligne(tout, trouvee)));
    const reste = trouvees.length - liste.children.length;
    if (!reste) suite.remove();
    suite.textContent = `Voir ${Math.min(PAR_FOIS, reste)} de plus`;
    return liste.children[debut];
  };
  ajouter();
  suite.addEventListener("click", () => ajouter().querySelector("a").focus());
  etat.textContent = trouvees.length
    ? `${compter(trouvees.length, "entrée")} de territoires qui ont au moins un trait commun avec ${lieu.nom}, les plus semblables d’abord.`
    : `Aucune entrée ne vient encore d’un territoire comme ${lieu.nom}.`;
}

function dessinerLeProfil(tout, lieu) {
  const siens = lieu.traits.map((rang) => tout.traits[rang]);
  const liens = siens.map(([id, libelle]) => creer("li", {}, creer("a", { href: adresse(`territoires-semblables/${id}/`) }, libelle)));
  const definitions = siens.map(([, libelle, definition]) => creer("div", {}, creer("dt", {}, libelle), creer("dd", {}, definition)));
  return creer("div", { class: "profil" },
    creer("h3", {}, `${lieu.nom}\u202f: son profil`),
    lieu.habitants ? creer("p", { class: "doux" }, `${lieu.habitants < 100 ? "" : "Environ "}${compter(lieu.habitants, "habitant")}`) : null,
    creer("ul", { class: "comptes en-ligne" }, ...liens),
    creer("details", {}, creer("summary", {}, "Ce que ces traits veulent dire"), creer("dl", { class: "definitions" }, ...definitions)));
}

function ligne(tout, { entree: [genre, id, titre, notice], nom, communs }) {
  // Le plus parlant d'abord : une île avant un nombre d'habitants.
  const traits = communs.map((rang) => minuscule(tout.traits[rang][1])).reverse().join(", ");
  const pourquoi = `${nom ? `${nom}, comme` : "Comme"} vous\u202f: ${traits}.`;
  return rangee({ genre: tout.genres[genre], id, titre, notice, pourquoi }, "h4");
}

section.hidden = false;
profil.after(etiquette);
saisie.append(
  creer("label", { for: "semblables-lieu" }, "Votre commune ou votre intercommunalité"),
  creer("p", { id: "semblables-aide", class: "champ-aide" }, "Tapez les premières lettres, puis choisissez dans la liste."),
  choix.element);
addEventListener("popstate", montrer);
montrer();
