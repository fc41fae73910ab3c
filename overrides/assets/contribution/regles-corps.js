// Les règles du corps : hooks/capitalisation/rules/body.py, file.py, links.py et images.py.

import { ancre, constat, debut, duCorps } from "./regles-fiche.js";
import { absente } from "./regles-valeurs.js";
import { dechiffrer, plier } from "./texte.js";

export const CODES_DU_CORPS = ["E040", "E041", "E042", "E044", "E045", "E052", "A104", "A105", "A106", "A107", "A109", "A110", "C201"];

export const reglesDuCorps = (piece, cadre) => [...regles(piece, cadre)];

function* regles(piece, cadre) {
  yield* sections(piece);
  yield* titres(piece);
  yield* html(piece);
  yield* renvois(piece, cadre);
  yield* liens(piece, cadre);
  yield* ancres(piece, cadre);
  yield* images(piece);
  yield* espacesDeFin(piece);
}

// --- Les sections et les titres ---------------------------------------------------------

function* sections({ genre, statut, analyse }) {
  if (!genre.sections.length || statut !== "publiee") return;
  const ordre = genre.sections.map(({ titre }) => titre);
  const presentes = new Set();
  const proches = new Set();
  let plusLoin = -1;
  for (const { ligne, niveau, texte, vide } of analyse.titres) {
    if (niveau !== 2) continue;
    const rang = ordre.indexOf(texte);
    if (rang < 0) {
      // Python propose aussi une section à quelques lettres près.
      const proche = ordre.find((titre) => plier(titre) === plier(texte));
      proches.add(proche);
      yield duCorps("E041", ligne, `« ${debut(texte)} » n’est pas une section connue`, proche ? `Écrivez ## ${proche}` : `Sections possibles : ${ordre.join(", ")}.`);
      continue;
    }
    if (presentes.has(texte)) yield duCorps("E041", ligne, `la section « ${texte} » est écrite deux fois`, "Réunissez les deux textes.");
    else if (plusLoin > rang) yield duCorps("E041", ligne, `la section « ${texte} » n’est pas à sa place`, `L’ordre est : ${ordre.join(", ")}.`);
    presentes.add(texte);
    plusLoin = Math.max(plusLoin, rang);
    if (vide) yield duCorps("E040", ligne, `la section « ${texte} » est vide`, "Racontez, ou retirez ce titre s’il n’est pas obligatoire.");
  }
  for (const { titre, requis } of genre.sections) {
    if (requis && !presentes.has(titre) && !proches.has(titre)) {
      yield duCorps("E040", 1, `la section obligatoire « ${titre} » manque`, `Ajoutez la ligne ## ${titre}, puis le texte.`);
    }
  }
}

function* titres({ analyse }) {
  let precedent = 1;
  for (const { ligne, niveau, texte } of analyse.titres) {
    const dit = debut(texte);
    if (niveau === 1) yield duCorps("A104", ligne, `« ${dit} » est un titre de niveau 1`, `Écrivez ## ${dit}`);
    const vrai = Math.max(2, niveau);
    if (vrai > precedent + 1) {
      const apres = precedent > 1 ? `, après un niveau ${precedent}` : ", le premier du texte";
      yield duCorps("A107", ligne, `« ${dit} » est de niveau ${vrai}${apres}`, `Écrivez ${"#".repeat(precedent + 1)} ${dit}`);
    }
    precedent = vrai;
  }
  for (const ligne of analyse.titresSansTexte) yield duCorps("A107", ligne, "ce titre est vide", "Écrivez le titre après les dièses, ou retirez cette ligne.");
}

/** Le HTML que le Markdown ne sait pas dire : rules/body.HTML_ADMIS. */
export const HTML_ADMIS = (
  "a abbr b blockquote br cite code dd del dfn dl dt em h2 h3 h4 h5 h6 hr i ins kbd li ol p pre q s " +
  "small strong sub sup table tbody td th thead tr u ul"
).split(" ");

function* html({ analyse }) {
  const vues = new Set(HTML_ADMIS);
  for (const { ligne, nom } of analyse.balises) {
    if (vues.has(nom)) continue;
    vues.add(nom);
    yield duCorps("A105", ligne, `la balise <${nom}> sera retirée de la page`, "Écrivez en Markdown : **gras**, *italique*, - liste.");
  }
}

// --- Les liens --------------------------------------------------------------------------

function* renvois(piece, cadre) {
  for (const { ligne, id } of piece.analyse.renvois) {
    const faute = absente(id, piece, cadre);
    if (faute) yield duCorps("E042", ligne, ...faute);
  }
}

const COMPLET = /^(?:https?:\/\/|mailto:|#)/i;

function* liens({ id, analyse }, { entrees }) {
  for (const { ligne, cible } of analyse.liens) {
    if (COMPLET.test(cible)) continue;
    const nom = cible.split("#")[0].split("/").filter(Boolean).pop()?.replace(/(?<=.)\.[^.]+$/s, "") ?? "";
    const conseil = nom === id || entrees?.has(nom) ? `Écrivez [[${nom}]]` : "Écrivez [[identifiant]]";
    yield duCorps("E044", ligne, `le lien « ${debut(cible)} » ne mène nulle part sur le site`, `${conseil}, ou une adresse qui commence par https://.`);
  }
}

/** Les ancres de nos propres blocs : markup.ANCRES_RESERVEES. */
export const ANCRES_RESERVEES = (
  "contenu leviers freins enseignements transposer sources citer citer-formats a-lire-aussi cite-par carte-identite " +
  "recherche resultats menu liens notice reference a-revoir sommaire dossiers parties"
).split(" ");
const ANCRE_DE_BLOC = /^(?:(?:levier|frein|enseignement|partie)-\d+$|fn-|fnref-|titre-|dans-|q-|.*-entete$|inspir)/;
const ANCRE_NUMEROTEE = /^(?:levier|frein|enseignement|partie)-[1-9]\d{0,3}$/;

/**
 * Python convertit le corps pour connaître ses ancres. Ici, elles sont déduites des titres ; là où un
 * titre peut s'écrire autrement (souligné, en retrait, en HTML) ou pour une note, la relecture le dira.
 */
function* ancres(piece, { entrees }) {
  const internes = piece.analyse.liens.filter(({ cible }) => cible.length > 1 && cible.startsWith("#"));
  if (!internes.length || AUTRES_TITRES.test(piece.corps)) return;
  const connues = ancresDesTitres(piece, entrees);
  for (const { ligne, cible } of internes) {
    const nom = dechiffrer(cible.slice(1));
    if (connues.has(nom) || ANCRES_RESERVEES.includes(nom) || /^fn(?:ref)?-/.test(nom) || ANCRE_NUMEROTEE.test(nom)) continue;
    const premier = piece.analyse.titres[0];
    yield duCorps("E045", ligne, `aucun titre du texte n’a l’ancre « #${debut(nom)} »`,
      connues.has(ancre(nom)) ? `Écrivez #${ancre(nom)}.`
        : `L’ancre d’un titre est son texte en minuscules, sans accent, avec des tirets : #${premier ? ancre(premier.texte) : "deroulement"}.`);
  }
}

const AUTRES_TITRES = /^(?: {1,3}#|>.*#|[-*+] +#| {0,3}(?:=+|-+)[ \t]*$)|<h[1-6]/im;

function ancresDesTitres({ analyse, id: sien, valeurs }, entrees) {
  const prises = new Set();
  for (const { texte } of analyse.titres) {
    const lu = texte
      .replace(/\[\[([^[\]|]+)(?:\|([^[\]]+))?\]\]/g, (ecrit, id, dit) => dit ?? (id.trim() === sien ? valeurs.titre : entrees?.get(id.trim())?.titre) ?? ecrit)
      .replace(/\[([^\][]*)\]\([^()]*\)/g, "$1");
    let base = ancre(lu) || "section";
    if (ANCRES_RESERVEES.includes(base) || ANCRE_DE_BLOC.test(base)) base = `texte-${base}`;
    let nom = base;
    for (let n = 2; prises.has(nom); n += 1) nom = `${base}-${n}`;
    prises.add(nom);
  }
  return prises;
}

// --- Les images : ce que leur nom et leur texte disent ----------------------------------

const FORMATS = [".jpg", ".jpeg", ".png", ".webp"];
const NOM_SIMPLE = /^[a-z0-9][a-z0-9._-]*$/;
const VAGUES = new RegExp(
  "^(?:(?:une? |la |l )?(?:image|photos?|photographie|img|picture|illustration|visuel|" +
  "capture(?: d ecran)?|screenshot|sans titre|untitled|" +
  "(?:img|dsc|dscn|dscf|pxl|image|photo|capture d ecran|screenshot)(?: \\w*\\d)+))$");

function* images(piece) {
  for (const { ligne, alt, cible, credit } of piece.analyse.images) {
    yield* nomDImage(piece.id, cible, (code, ...dit) => duCorps(code, ligne, ...dit));
    if (!alt) yield duCorps("A106", ligne, "l’image n’a pas de texte alternatif", "Écrivez entre les crochets ce que montre l’image.");
    else if (neDitRien(alt, cible)) yield duCorps("A106", ligne, ...vague(alt));
    if (!credit) {
      yield duCorps("A110", ligne, "l’image n’a pas de crédit",
        "Ajoutez l’auteur et la licence entre guillemets après le nom du fichier : ![…](atelier.jpg \"Commune de Scaër, CC BY 4.0\").");
    }
  }
  const { fichier, alt } = piece.valeurs.image ?? {};
  if (fichier) yield* nomDImage(piece.id, fichier, (code, ...dit) => constat(code, "image.fichier", ...dit));
  if (alt && neDitRien(alt, fichier ?? "")) yield constat("A106", "image.alt", ...vague(alt));
}

function* nomDImage(id, fichier, dire) {
  if (/[/\\]|^\./.test(fichier)) {
    yield dire("E052", `l’image « ${debut(fichier)} » n’est pas un simple nom de fichier`, `Déposez l’image dans fiches/images/${id}/ et n’écrivez que son nom.`);
  } else if (!FORMATS.some((format) => fichier.toLowerCase().endsWith(format))) {
    yield dire("E052", `le format de « ${debut(fichier)} » n’est pas accepté`, `Formats possibles : ${FORMATS.join(", ")}.`);
  } else if (!NOM_SIMPLE.test(fichier)) {
    yield dire("A109", `le nom de l’image « ${debut(fichier)} » contient une espace, une majuscule, un accent ou un signe`,
      `Renommez le fichier ${ancre(sansFormat(fichier)) || "image"}${fichier.slice(sansFormat(fichier).length).toLowerCase()}, et écrivez ce nom ici.`);
  }
}

const sansFormat = (fichier) => fichier.replace(/(?<=.)\.[^.]*$/s, "");
const neDitRien = (alt, fichier) => VAGUES.test(plier(alt)) || [plier(fichier), plier(sansFormat(fichier))].includes(plier(alt));
const vague = (alt) => [`« ${debut(alt)} » ne dit pas ce que montre l’image`, "Décrivez-la en une phrase, pour qui ne la voit pas."];

// --- Les espaces ------------------------------------------------------------------------

function* espacesDeFin({ corps }) {
  const fautives = corps.split("\n").flatMap((ligne, n) => {
    const fin = /(?<![ \t\u00a0])[ \t\u00a0]+$/.exec(ligne);
    // Deux espaces sont un retour à la ligne ; après un dièse seul, c'est le titre vide qui est dit.
    return fin && fin[0] !== "  " && ligne[fin.index - 1] !== "#" ? [n + 1] : [];
  });
  if (fautives.length) {
    yield duCorps("C201", fautives[0], `des espaces à la fin de ${fautives.length} ligne${fautives.length > 1 ? "s" : ""}`, "Effacez-les.");
  }
}
