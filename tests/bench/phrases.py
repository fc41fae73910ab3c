"""French prose for fictional entries: word banks, sentence models, and how they are drawn.

The words are those of the field, so that Markdown, glossary, typography and the search
index meet what they meet in real entries. Nothing here names a real person or tells a
real action; every entry says so itself (`fictif.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random


def _mots(texte: str) -> tuple[str, ...]:
    return tuple(texte.split())


#: Slot of a sentence → what may fill it. Slots in capitals come from the corpus itself.
BANQUES: Mapping[str, Sequence[str]] = {
    "acteur": (
        "la coordinatrice", "l’équipe municipale", "le centre social", "la maison de quartier",
        "le collectif d’habitant·es", "l’infirmière de l’équipe", "le médiateur en santé",
        "la chargée de projet", "le groupe de travail", "le comité de pilotage",
        "la mission locale",
        "le bailleur social", "l’association de quartier", "la sage-femme", "le médecin scolaire",
        "le service de santé publique", "la conseillère en insertion", "le pharmacien",
        "l’éducatrice spécialisée", "la bibliothèque", "le club de sport", "la régie de quartier",
        "le centre communal d’action sociale", "la psychologue", "le réseau des professionnel·les",
        "l’adulte relais", "la travailleuse sociale", "le conseil citoyen", "la paire-aidante",
        "l’animatrice", "le tiers-lieu", "la protection maternelle et infantile",
    ),
    "fait": (
        "organise une permanence chaque semaine", "anime des ateliers de cuisine",
        "rencontre les familles à la sortie de l’école", "tient un stand sur le marché",
        "accompagne les personnes jusqu’à leur premier rendez-vous",
        "propose des marches dans le quartier", "forme les professionnel·les de l’accueil",
        "recueille la parole des premiers concernés", "prépare un carnet d’adresses partagé",
        "réunit les partenaires tous les deux mois", "ouvre un espace d’écoute sans rendez-vous",
        "relit les documents avec les habitant·es", "passe de porte en porte",
        "traduit les courriers les plus difficiles", "rédige un guide court et illustré",
        "fait le lien entre l’hôpital et la ville", "met en place un groupe de parole",
        "installe un potager au pied des immeubles", "reçoit les jeunes en entretien individuel",
        "monte une exposition itinérante", "prête des capteurs de qualité de l’air",
        "suit les demandes dans un tableau commun", "dresse la carte des lieux ressources",
        "explique les droits avec des mots simples", "invite les élu·es à venir voir",
        "partage le compte rendu avec tout le monde", "adapte ses horaires aux parents",
        "consacre une journée par mois aux visites", "évalue chaque séance avec un jeu de cartes",
    ),
    "public": (
        "les habitant·es du quartier", "les jeunes sans emploi", "les personnes âgées isolées",
        "les femmes enceintes", "les familles monoparentales", "les personnes exilées",
        "les élèves de primaire", "les adolescent·es", "les personnes sans logement",
        "les aidant·es", "les locataires du parc social", "les professionnel·les de première ligne",
        "les gens du voyage", "les personnes en souffrance psychique", "les étudiant·es",
        "les travailleurs saisonniers", "les parents de jeunes enfants", "les bénévoles",
        "les personnes en situation de handicap", "les agents d’accueil",
    ),
    "lieu": (
        "au pied des immeubles", "sur le marché du samedi", "dans la salle des fêtes",
        "à la maison de santé", "dans les locaux du centre social", "devant l’école",
        "au foyer rural", "à la médiathèque", "dans un bus aménagé", "au jardin partagé",
        "à l’épicerie solidaire", "dans la cuisine de l’association", "au gymnase",
        "à la mairie annexe", "dans les hameaux", "à la résidence autonomie", "au café associatif",
        "dans la cour du collège", "à domicile", "dans une boutique vide du centre",
    ),
    "constat": (
        "le renoncement aux soins reste élevé", "les professionnel·les se connaissent peu",
        "les délais de rendez-vous dépassent six mois", "les transports manquent le soir",
        "beaucoup de personnes ignorent leurs droits", "l’information circule mal",
        "les logements sont froids et humides", "l’isolement s’est aggravé",
        "les dispositifs s’empilent sans se parler", "les courriers ne sont pas compris",
        "les jeunes ne poussent pas la porte des structures", "la confiance est à reconstruire",
        "le dépistage recule", "la fatigue des équipes est réelle", "les loyers absorbent tout",
        "les écrans prennent la place du sommeil", "les médecins partent sans être remplacés",
        "les femmes portent seules la charge des soins", "le bruit revient dans chaque réunion",
        "l’alimentation passe après les factures",
    ),
    "but": (
        "rendre l’offre de soins lisible", "rompre l’isolement", "agir sur les conditions de vie",
        "donner à chacun le pouvoir d’agir", "réduire les inégalités de santé",
        "faciliter l’accès aux droits", "soutenir les parents", "croiser les savoirs",
        "améliorer le cadre de vie", "prévenir les ruptures de parcours",
        "mieux repérer la souffrance psychique", "construire une culture commune",
        "aller vers les personnes les plus éloignées", "retrouver le plaisir de bouger",
        "partager les façons de faire", "soutenir les aidant·es", "former des relais",
        "faire entendre la voix des habitant·es", "protéger la qualité de l’air intérieur",
        "développer les compétences psychosociales",
    ),
    "duree": (
        "en six mois", "pendant deux ans", "dès le premier trimestre", "au bout d’une année",
        "en trois étapes", "de l’automne au printemps", "sur quatre saisons", "en dix séances",
        "le temps d’un été", "depuis la reprise",
    ),
    "adjectif": (
        "modeste", "régulier", "ouvert", "visible", "exigeant", "patient", "inégal", "durable",
        "fragile", "joyeux", "concret", "utile", "inattendu", "progressif", "collectif", "simple",
    ),
    "objet": (
        "un carnet de bord", "une charte", "un jeu de société", "une fiche réflexe",
        "un film court", "une carte sensible", "une malle pédagogique", "un questionnaire",
        "un podcast", "une affiche", "un guide", "un répertoire", "une convention",
        "un tableau de suivi", "une boîte à idées", "un théâtre-forum", "une frise",
        "un plan d’action",
    ),
    "moyen": (
        "un mi-temps de coordination", "une salle prêtée par la commune", "un véhicule partagé",
        "des bénévoles formés", "une subvention annuelle", "deux journées d’interprétariat",
        "un budget de fonctionnement", "le prêt de matériel", "une convention de trois ans",
        "un financement croisé", "le temps des agents", "une prestation d’évaluation",
    ),
    "nombre": _mots(
        "trois quatre cinq six sept huit neuf dix douze quinze vingt trente quarante "
        "cinquante soixante cent"
    ),
    "mois": _mots(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
}  # fmt: skip

PHRASES: Sequence[str] = (
    "À {COMMUNE}, {acteur} {fait} {lieu}.",
    "{acteur} {fait}, {duree}, avec {public}.",
    "Le point de départ est connu : {constat}, et {constat}.",
    "Il s’agit de {but} sans perdre de vue l’essentiel : {but}.",
    "Pour {public}, {constat} ; pour {public}, c’est autre chose.",
    "En {mois}, {nombre} personnes se retrouvent {lieu} et choisissent ensemble {objet}.",
    "Le cadre {SIGLE} aide, mais {acteur} garde la main sur le calendrier.",
    "{acteur} et {acteur} se répartissent les tâches : l’un {fait}, l’autre {fait}.",
    "On y parle aussi de « {THEME} », un sujet que {public} amènent souvent.",
    "Le mot « {SYNONYME} » revient {nombre} fois dans les échanges.",
    "L’effet est {adjectif} : {nombre} personnes sont venues, {nombre} sont revenues.",
    "Rien n’aurait été possible sans {moyen} ni sans {moyen}.",
    "Quand {constat}, {acteur} {fait} plutôt que d’attendre.",
    "L’équipe retient un fonctionnement {adjectif}, {adjectif} et surtout {adjectif}.",
    "{public} disent d’abord que {constat}, puis demandent {objet}.",
    "Entre {COMMUNE} et {COMMUNE}, le trajet prend {nombre} minutes : c’est trop pour {public}.",
    "Après {nombre} réunions, le groupe s’accorde pour {but}.",
    "Chaque {mois}, {acteur} {fait} ; le reste du temps, {acteur} prend le relais.",
    "Le travail reste {adjectif}, parce que {constat} et que {moyen} ne suffit pas.",
    "{objet} circule désormais entre les structures, {lieu} comme ailleurs.",
    "Une personne du réseau {SIGLE} résume : il fallait d’abord {but}.",
    "Le nom choisi, « {NOM} », vient d’un jeu avec {public}.",
    "{acteur} reprend {objet} du projet « {NOM} », mené à {COMMUNE}.",
    "L’évaluation porte sur {nombre} entretiens, {nombre} questionnaires et {objet}.",
    "Ce qui change, c’est que {acteur} {fait} avec {public}, et non pour {public}.",
    "La littératie en santé est travaillée partout : affiches, courriers, {objet}.",
    "La démarche {DEMARCHE} demande du temps ; elle demande aussi {moyen}.",
    "D’autres, à {COMMUNE}, ont commencé {duree} avec {moyen}.",
    "La question des inégalités sociales de santé traverse tout le projet.",
    "Au fil des mois, {constat} un peu moins, et le lien devient {adjectif}.",
)

QUESTIONS: Sequence[str] = (
    "Comment tout cela a-t-il commencé ?", "Qu’est-ce qui vous a surpris ?",
    "Quelle place pour les habitant·es ?", "Avec qui travaillez-vous ?",
    "Qu’est-ce qui a été le plus difficile ?", "Que diriez-vous à un autre territoire ?",
    "Comment savez-vous que cela marche ?", "Et maintenant ?", "De quoi êtes-vous fière ?",
    "Qu’avez-vous appris des personnes ?", "Quels moyens vous ont manqué ?",
)  # fmt: skip

SUJETS: Sequence[str] = (
    "Des cafés-rencontres dans les hameaux", "Une maison de la santé du quartier",
    "Marcher ensemble le dimanche", "Un bus de prévention", "Le potager des aidant·es",
    "La parole des jeunes", "Un logement plus sain", "Médiation et accès aux droits",
    "Cuisiner avec presque rien", "Respirer mieux chez soi", "Un réseau de pair-aidance",
    "La santé mentale au village", "Des parents relais", "Un dépistage près de chez soi",
    "Le conseil local de santé mentale s’ouvre", "Apprivoiser les écrans", "Bouger sans y penser",
    "Une permanence sur le marché", "L’école des patient·es", "Vieillir entouré",
    "Un interprète au téléphone", "La boutique des possibles",
    "Une charte entre bailleurs et soignant·es", "Former les agents d’accueil",
    "Prendre soin de celles et ceux qui soignent",
)  # fmt: skip

SYLLABES: Sequence[str] = _mots(
    "ba bel bri ca cor da del do fa fleur ga gri ja jol la lin lu ma mon na ne nor pa pri ra "
    "ri ro sa sol ta ter tri va ver vi zé"
)

_CASE = re.compile(r"\{(\w+)\}")


class Prose:
    """Draws sentences; `tirages` fills the slots in capitals, one draw each time."""

    def __init__(self, alea: Random, tirages: Mapping[str, Sequence[str]]) -> None:
        self._alea = alea
        # Names that no other entry has: the long tail of words that a search index holds.
        noms = ["".join(alea.choices(SYLLABES, k=3)).capitalize() for _ in range(3)]
        self._cases = {**BANQUES, **tirages, "NOM": noms}

    def remplir(self, modele: str) -> str:
        """Return `modele` with its slots filled, as a sentence."""
        texte = _CASE.sub(lambda m: self._alea.choice(self._cases[m[1]]), modele)
        return texte[0].upper() + texte[1:]

    def phrase(self) -> str:
        return self.remplir(self._alea.choice(PHRASES))

    def paragraphe(self, phrases: int) -> str:
        return " ".join(self.phrase() for _ in range(phrases))
