// Ouvrir le formulaire : une nouvelle fiche, ou une entrée à modifier ; le brouillon d'une autre visite.

import { creer, reessayer } from "../recherche/dom.js";
import { CONSEIL } from "../recherche/transport.js";
import { Brouillon } from "./brouillon.js";
import { modele, oublier, source } from "./donnees.js";
import { Formulaire } from "./etapes.js";
import { Fiche } from "./fiche.js";
import { aujourdhui } from "./texte.js";

const boite = document.getElementById("formulaire");
const demande = new URLSearchParams(location.search);

/** Ce que l'adresse demande de remplir d'avance : ?theme=…&public=…&territoire=…&titre=… */
function remplir(fiche, description) {
  for (const [nom, cle] of [["theme", "themes"], ["public", "publics"], ["dispositif", "dispositifs"], ["demarche", "demarches"]]) {
    const connus = description.vocabulaires[cle].termes;
    const voulus = [...new Set(demande.getAll(nom))].filter((id) => connus.some((terme) => terme.id === id));
    if (voulus.length) fiche.valeurs[cle] = voulus;
  }
  const lieux = [...new Set(demande.getAll("territoire").map((lieu) => lieu.trim()).filter(Boolean))];
  if (lieux.length) fiche.valeurs.territoires = lieux;
  if (demande.get("titre")) fiche.ecrire(["titre"], demande.get("titre"));
}

async function ouvrir() {
  const description = await modele();
  const aModifier = demande.get("modifier");
  const sienne = aModifier ? await source(aModifier) : null;
  if (aModifier && !sienne) {
    dire("Cette entrée n’existe pas, ou plus.", "Cherchez-la dans la base, et suivez «\u202fProposer une modification\u202f» au bas de sa page.");
    return null;
  }
  const voulu = description.genres.some(({ genre }) => genre === demande.get("genre")) ? demande.get("genre") : description.genres[0].genre;
  const fiche = new Fiche(description.genres, sienne?.genre ?? voulu, sienne);
  const brouillon = new Brouillon(aModifier || "nouvelle", fiche);
  const garde = brouillon.retrouver();
  const prerempli = ["theme", "public", "dispositif", "demarche", "territoire", "titre", "genre"].some((nom) => demande.has(nom));
  // Ce que l'on avait commencé passe avant ce que l'adresse remplit d'avance : rien ne se perd.
  const reprise = garde && fiche.reprendre(garde.fiche);
  if (!reprise && !sienne) {
    remplir(fiche, description);
    fiche.valeurs.statut = "publiee";
    fiche.valeurs.date = aujourdhui();
  }
  if (sienne) {
    const titre = document.querySelector("[data-titre]");
    titre.textContent = "Proposer une modification";
    document.querySelector("[data-chapo]").textContent = `De «\u202f${sienne.valeurs.titre}\u202f». Rien ne part avant que vous ne l’envoyiez\u202f: ce que vous écrivez reste dans ce navigateur.`;
    document.title = document.title.replace(/^[^·]+/, "Proposer une modification ");
  }
  const formulaire = new Formulaire(description, fiche, brouillon);
  formulaire.dessiner();
  if (reprise && fiche.perimee) {
    formulaire.garde.textContent = "Cette entrée a été publiée à nouveau depuis votre brouillon, qui part de l’ancienne version. Relisez l’aperçu, ou abandonnez vos modifications à la dernière étape.";
  } else if (reprise) {
    const le = Number.isNaN(garde.le.getTime()) ? "" : ` du ${garde.le.toLocaleString("fr-FR", { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" })}`;
    formulaire.garde.textContent = `Votre brouillon${le} est retrouvé${prerempli && !sienne ? ", à la place de la fiche que ce lien commence" : ""}. L’étape «\u202fRelire et envoyer\u202f» permet de l’effacer.`;
  }
  return formulaire;
}

function dire(titre, texte, ...suite) {
  boite.replaceChildren(creer("div", { class: "avis", role: "alert" }, creer("h2", {}, titre), creer("p", {}, texte), ...suite));
}

async function commencer() {
  try {
    return await ouvrir();
  } catch (erreur) {
    console.error(erreur);
    oublier();
    const bouton = reessayer(async () => (await commencer())?.titre.focus());
    dire("Le formulaire n’a pas pu se préparer.", CONSEIL, creer("p", {}, bouton));
    return null;
  }
}

commencer();
