// Les règles des valeurs : hooks/capitalisation/validation.py, rules/values.py et rules/links.py.
// Sans objet ici, car le formulaire n'écrit ni clé vide, ni texte à la place d'une liste, ni valeur
// sans guillemets : E014, E015, E024 et E025. Un vide (E014) n'est pas écrit : la clé manque (E013).

import { compter } from "../recherche/dom.js";
import { ancre, constat, court, debut, ligneExemple, nu } from "./regles-fiche.js";
import { plier } from "./texte.js";
import { BLANC } from "./yaml.js";

export const CODES_DES_VALEURS = [
  "E011", "E012", "E013", "E016", "E017", "E018", "E019", "E020", "E023", "E026", "E027", "E028", "E030", "E031",
  "E043", "E046", "E060", "E061", "A113", "A114", "A120", "C202",
];

export const reglesDesValeurs = (piece, cadre) => [...regles(piece, cadre)];

function* regles(piece, cadre) {
  yield* nomDeFichier(piece, cadre);
  yield* inconnues(piece.genre.champs, piece.valeurs, "");
  for (const champ of piece.genre.champs) yield* duChamp(champ, piece.valeurs[champ.nom], champ.nom, piece.description);
  for (const texte of piece.textes) {
    yield* terme(piece, texte);
    yield* lieu(texte, cadre);
    yield* miseEnForme(texte);
    yield* futur(texte, cadre);
    yield* entreeCitee(piece, texte, cadre);
  }
  yield* titre(piece, cadre);
  yield* periode(piece);
  yield* accords(piece);
  yield* deuxFois(piece);
}

// --- Le nom du fichier ------------------------------------------------------------------

function* nomDeFichier({ id, origine, description }, { entrees }) {
  if (!permis(id, description)) {
    const propose = ancre(id).slice(0, description.identifiant.maxi).replace(/^-|-$/g, "") || "ma-fiche";
    yield constat("E030", "", `le nom de fichier « ${id}.md » ne peut pas devenir une adresse`,
      `Renommez le fichier : ${permis(propose, description) ? propose : `fiche-${propose}`}.md`);
  }
  // Une fiche que l'on change garde son nom : il est le sien.
  if (id !== origine && entrees?.has(id)) {
    yield constat("E031", "", `l’identifiant « ${id} » est déjà celui de ${fichierDe(description, id, entrees)}`, "Renommez l’un des deux fichiers.");
  }
}

const permis = (id, { identifiant: { motif, maxi } }) => id.length <= maxi && new RegExp(`^(?:${motif})$`).test(id);

function fichierDe({ genres }, id, entrees) {
  const { dossier } = genres.find(({ genre }) => genre === entrees.get(id).genre);
  return `fiches/${dossier}/${id}.md`;
}

// --- Le modèle --------------------------------------------------------------------------

/** Un brouillon gardé d'une version plus ancienne du modèle. Sans proposition : Python cherche les clés voisines. */
function* inconnues(champs, valeurs, prefixe) {
  const connues = champs.map(({ nom }) => nom);
  for (const nom of Object.keys(valeurs)) {
    if (!connues.includes(nom)) yield constat("E011", prefixe + nom, `la clé « ${nom} » est inconnue`, `Retirez-la, ou choisissez parmi : ${connues.join(", ")}.`);
  }
}

function* duChamp(champ, valeur, chemin, description) {
  if (valeur === undefined) {
    if (champ.requis) yield constat("E013", chemin, `la clé obligatoire « ${champ.nom} » manque`, `Ajoutez ${ligneExemple(champ)}`);
  } else if (!champ.liste) yield* deLaValeur(champ, valeur, chemin, description);
  else if (champ.maxi !== null && valeur.length > champ.maxi) {
    yield constat("E028", chemin, `${compter(valeur.length, "valeur")}, il en faut au plus ${champ.maxi}`, "Gardez les plus importantes.");
  } else for (const [n, item] of valeur.entries()) yield* deLaValeur(champ, item, `${chemin}.${n + 1}`, description);
}

function* deLaValeur(champ, valeur, chemin, description) {
  if (champ.forme === "bloc") {
    yield* inconnues(champ.champs, valeur, `${chemin}.`);
    for (const sous of champ.champs) yield* duChamp(sous, valeur[sous.nom], `${chemin}.${sous.nom}`, description);
    return;
  }
  const faute = FORMES[champ.forme]?.(valeur, champ, description);
  if (faute) yield constat(faute[0], chemin, faute[1], faute[2]);
}

/** Forme d'une valeur → [code, message, correction], ou rien quand elle va. */
const FORMES = {
  texte(valeur, { liste, mini, maxi, motif, ...champ }) {
    const longueur = Array.from(nu(valeur)).length;
    if (!liste && mini !== null && longueur < mini) return ["E012", `${compter(longueur, "caractère")}, il en faut au moins ${mini}`, "Complétez le texte."];
    if (!liste && maxi !== null && longueur > maxi) return ["E012", `${compter(longueur, "caractère")}, il en faut au plus ${maxi}`, "Raccourcissez le texte."];
    return motif && !new RegExp(motif, "u").test(nu(valeur)) ? malFormee("la valeur n’a pas la forme attendue", champ) : null;
  },
  entier(valeur, champ) {
    const ecrit = nu(valeur);
    if (!/^[+-]?\d+(?:_\d+)*(?:\.0+)?$/.test(ecrit)) return malFormee("un nombre entier est attendu", champ);
    const nombre = Number(ecrit.replaceAll("_", ""));
    if (champ.mini !== null && nombre < champ.mini) return malFormee("le nombre est trop petit", champ);
    return champ.maxi !== null && nombre > champ.maxi ? malFormee("le nombre est trop grand", champ) : null;
  },
  jour: (valeur) => (/^\d{4}-\d{2}-\d{2}$/.test(valeur) && existe(valeur) ? null : pasUneDate(valeur, "AAAA-MM-JJ")),
  "date-partielle": (valeur) => (existe(nu(valeur)) ? null : pasUneDate(valeur, "AAAA, AAAA-MM ou AAAA-MM-JJ")),
  adresse(valeur) {
    // Un point au milieu, sans l'expression de Python : celle-ci essaierait chaque point d'un long texte.
    const reste = ADRESSE.exec(nu(valeur))?.[1];
    return reste?.slice(1, -1).includes(".") ? null
      : ["E027", `« ${court(valeur)} » n’est pas une adresse complète`, "Une adresse commence par https:// et ne contient pas d’espace."];
  },
  // D'un terme, son vocabulaire parle mieux : il connaît les autres.
  identifiant: (valeur, { vocabulaire }, description) => (vocabulaire || permis(nu(valeur), description) ? null
    : ["E023", `« ${court(valeur)} » n’est pas un identifiant`, "Un identifiant s’écrit en minuscules sans accent, avec des tirets."]),
  // Sans la valeur voisine que Python propose.
  choix: (valeur, { choix }) => (Object.keys(choix).includes(valeur) ? null
    : ["E023", `« ${court(valeur)} » n’est pas une valeur possible`, `Choisissez parmi : ${Object.keys(choix).join(", ")}.`]),
};

const malFormee = (message, champ) => ["E016", message, `Écrivez par exemple : ${ligneExemple(champ)}`];
const ADRESSE = new RegExp(`^https?://((?:(?!${BLANC})[^<>"'])+)$`, "i");
const DATE = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

/** Une année, un mois ou un jour du calendrier. */
function existe(texte) {
  const lue = DATE.exec(texte);
  return lue !== null && duCalendrier(...lue.slice(1).map((nombre) => Number(nombre ?? 1)));
}

function duCalendrier(annee, mois, jour) {
  const date = new Date(0);
  date.setUTCFullYear(annee, mois - 1, jour);
  return annee > 0 && date.getUTCMonth() === mois - 1 && date.getUTCDate() === jour;
}

function pasUneDate(valeur, forme) {
  const devinee = deviner(valeur);
  const correction = devinee ? `Écrivez ${devinee}.` : `Écrivez la date ainsi : ${forme}.`;
  return /^\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}$/u.test(valeur)
    ? ["E017", `le ${court(valeur)} n’existe pas dans le calendrier`, correction]
    : ["E017", `« ${court(valeur)} » n’est pas une date`, correction];
}

const MOIS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];

function deviner(valeur) {
  const texte = plier(valeur);
  const essais = [];
  let m;
  if ((m = /^(\d{4}) (\d{1,2}) (\d{1,2})(?: .*)?$/.exec(texte))) essais.push([m[1], m[2], m[3]], [m[1], m[3], m[2]]);
  else if ((m = /^(\d{1,2}) (\d{1,2}) (\d{4})$/.exec(texte))) essais.push([m[3], m[2], m[1]]);
  else if ((m = /^(\d{1,2})(?:er)? ([a-z]+) (\d{4})$/.exec(texte)) && MOIS.includes(m[2])) essais.push([m[3], MOIS.indexOf(m[2]) + 1, m[1]]);
  const trouvee = essais.map((essai) => essai.map(Number)).find((essai) => duCalendrier(...essai));
  return trouvee ? trouvee.map((nombre, n) => String(nombre).padStart(n ? 2 : 4, "0")).join("-") : "";
}

// --- Texte par texte --------------------------------------------------------------------

/** Sans les termes voisins que Python propose : ici, on choisit dans la liste. */
function* terme({ description }, { champ, chemin, valeur }) {
  const vocabulaire = description.vocabulaires[champ.vocabulaire];
  if (!vocabulaire || vocabulaire.termes.some(({ id }) => id === valeur)) return;
  yield constat("E019", chemin, `« ${debut(valeur)} » n’est pas un terme du vocabulaire (${vocabulaire.nom.toLowerCase()})`,
    `Choisissez un terme de _referentiels/${champ.vocabulaire}.yml.`);
}

/** Sans les lieux voisins que Python propose. */
function* lieu({ champ, chemin, valeur }, { lieux }) {
  if (champ.vocabulaire === "territoires" && lieux(valeur) === false) {
    yield constat("E020", chemin, `« ${debut(valeur)} » n’est pas un territoire connu`, "Écrivez un nom officiel, comme Scaër (29), Finistère ou Bretagne.");
  }
}

const MARKDOWN = /\*\*|__|<!--|(?<![\p{L}\p{N}_])\*[\p{L}\p{N}_][^*]*[\p{L}\p{N}_]\*(?![\p{L}\p{N}_])|^#{1,6}\s|!?\[[^\]]{1,600}\]\([^)]{0,600}\)|`|<\/?[a-zA-Z][^>]{0,600}>|\[\[/u;

function* miseEnForme({ champ, chemin, valeur }) {
  const trouve = champ.libre && !champ.vocabulaire ? MARKDOWN.exec(valeur) : null;
  if (trouve) {
    yield constat("E026", chemin, `de la mise en forme dans une valeur : ${debut(trouve[0], 30)}`,
      "Écrivez du texte simple ; la mise en forme va dans le corps de la fiche.");
  }
}

const PASSEES = new Set(["date", "verifiee_le", "date_entretien", "periode.debut"]);

function* futur({ chemin, valeur }, { aujourdhui }) {
  if (PASSEES.has(chemin) && existe(valeur) && valeur > aujourdhui.slice(0, valeur.length)) {
    yield constat("A114", chemin, `cette date est dans le futur : ${valeur}`, "Vérifiez l’année, puis le mois et le jour.");
  }
}

function* entreeCitee(piece, { champ, chemin, valeur }, cadre) {
  if (champ.vocabulaire !== "entrees") return;
  if (valeur === piece.id) {
    yield constat("E046", chemin, `« ${valeur} » est l’entrée elle-même`, "Donnez l’identifiant d’une autre entrée, ou retirez cette ligne.");
  } else if (absente(valeur, piece, cadre)) yield constat("E043", chemin, ...absente(valeur, piece, cadre));
}

/** [message, correction] pour une entrée que personne ne connaît ; sans les noms voisins que Python propose. */
export const absente = (id, piece, { entrees }) => (!entrees || entrees.has(id) || id === piece.id ? null
  : [`aucune entrée ne s’appelle « ${debut(id)} »`, "Un identifiant est le nom du fichier de l’entrée, sans .md."]);

// --- Plusieurs valeurs ensemble ---------------------------------------------------------

const CAPITALES_MIN = 12;

function* titre({ id, origine, valeurs, description }, { entrees }) {
  const texte = valeurs.titre;
  if (typeof texte !== "string") return;
  const lettres = texte.match(/\p{L}/gu)?.length ?? 0;
  if (lettres >= CAPITALES_MIN && texte === texte.toUpperCase() && texte !== texte.toLowerCase()) {
    yield constat("C202", "titre", "le titre est tout en capitales", "Écrivez-le en minuscules, avec une majuscule au début, aux noms propres et aux sigles.");
  }
  const cle = plier(texte);
  if (!cle || !entrees || valeurs.traduction_de) return;
  const autre = parTitre(entrees).get(cle)?.find((un) => un !== id && un !== origine);
  if (autre) {
    yield constat("A120", "titre", `ce titre est déjà celui de ${fichierDe(description, autre, entrees)}`,
      "Précisez le lieu, l’année ou ce qui distingue les deux entrées.");
  }
}

// Vingt mille titres ne se comparent pas à chaque pause de la frappe : leurs formes sont gardées avec eux.
const TITRES = new WeakMap();

/** Titre sans casse ni accent → identifiants. */
function parTitre(entrees) {
  if (!TITRES.has(entrees)) {
    const titres = new Map();
    for (const [id, entree] of entrees) {
      const cle = plier(entree.titre);
      titres.set(cle, [...(titres.get(cle) ?? []), id]);
    }
    TITRES.set(entrees, titres);
  }
  return TITRES.get(entrees);
}

/** Seulement quand les deux dates existent. */
function* periode({ valeurs }) {
  const [debute, finit] = [valeurs.periode?.debut, valeurs.periode?.fin].map((date) => (date === undefined ? "" : nu(date)));
  if (!existe(debute) || !existe(finit)) return;
  const commun = Math.min(debute.length, finit.length);
  if (finit.slice(0, commun) < debute.slice(0, commun)) {
    yield constat("E018", "periode.fin", `la période finit (${finit}) avant de commencer (${debute})`,
      "Échangez les deux dates, ou corrigez celle qui est fausse.");
  }
}

function* accords({ statut, valeurs, genre }) {
  if ((statut === "publiee" || statut === "notice") && !valeurs.sources) {
    yield constat("E060", "sources", "aucune source n’est donnée", "Ajoutez sources avec titre, editeur et annee du document.");
  }
  if (genre.champs.some(({ nom }) => nom === "accord_personnes") && statut === "publiee" && valeurs.accord_personnes !== true) {
    yield constat("E061", "accord_personnes", "l’interview est publiée sans l’accord des personnes",
      "Ajoutez accord_personnes: true quand chacune a relu et accepté, ou gardez statut: brouillon.");
  }
}

/** Un dossier ne compte une entrée qu'une fois, un type de lien aussi. Python dit la ligne de la première : un formulaire n'en a pas. */
function* deuxFois({ textes, valeurs }) {
  const dejaLa = new Set();
  const seconde = (cle, ou, vers, chemin) => {
    const repetee = dejaLa.has(cle);
    dejaLa.add(cle);
    return repetee ? [constat("A113", chemin, `« ${debut(vers)} » est déjà ${ou}`, "Gardez une seule des deux.")] : [];
  };
  for (const { motif, chemin, valeur } of textes) {
    if (motif === "elements.entrees") yield* seconde(`\n${valeur}`, "dans ce dossier", valeur, chemin);
  }
  for (const [n, { type, vers }] of (valeurs.liens ?? []).entries()) {
    if (vers) yield* seconde(`${type}\n${vers}`, `citée comme « ${debut(type ?? "", 20)} »`, vers, `liens.${n + 1}.vers`);
  }
}
