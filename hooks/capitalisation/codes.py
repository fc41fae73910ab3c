"""The catalogue of finding codes: the page `/contribuer/erreurs/` is made from it.

A code is stable: it is never reused for another meaning. The letter tells the
severity: E blocks, A warns, C advises.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue: what it means, why, and an example before and after."""

    code: str
    titre: str
    pourquoi: str
    avant: str
    apres: str

    @property
    def ancre(self) -> str:
        return self.code.lower()


CODES: dict[str, Code] = {
    c.code: c
    for c in (
        # --- The file and its front matter
        Code(
            "E001",
            "Le fichier ne peut pas être lu",
            "Le texte doit être enregistré en UTF-8, l’encodage de tous les éditeurs actuels.",
            "un fichier enregistré en «\u202fWindows-1252\u202f»\u202f: Ã©, �",
            "le même fichier, enregistré en «\u202fUTF-8\u202f»",
        ),
        Code(
            "E002",
            "L’en-tête manque ou ne commence pas à la première ligne",
            "Une fiche commence par trois tirets, seuls sur la toute première ligne, sans espace.",
            ' ---\ntitre: "Ma fiche"',
            '---\ntitre: "Ma fiche"',
        ),
        Code(
            "E003",
            "L’en-tête n’est pas fermé",
            "Trois tirets, seuls sur leur ligne, séparent l’en-tête du texte.",
            '---\ntitre: "Ma fiche"\n\n## Contexte et problématique',
            '---\ntitre: "Ma fiche"\n---\n\n## Contexte et problématique',
        ),
        Code(
            "E004",
            "L’en-tête n’est pas lisible",
            "L’en-tête suit les règles du YAML : une clé, deux-points, une espace, une valeur.",
            'titre: "Ma fiche',
            'titre: "Ma fiche"',
        ),
        Code(
            "E005",
            "Une tabulation dans l’en-tête",
            "Le YAML n’accepte que des espaces pour décaler les lignes.",
            "periode:\n⇥debut: 2021",
            'periode:\n  debut: "2021"',
        ),
        Code(
            "E006",
            "Deux-points dans une valeur sans guillemets",
            "Deux-points suivis d’une espace annoncent une clé : entourez la valeur de guillemets.",
            "titre: Diogène : un travail partenarial",
            'titre: "Diogène : un travail partenarial"',
        ),
        Code(
            "E007",
            "Espace manquante après les deux-points",
            "Sans espace, la ligne entière est lue comme un seul mot.",
            "titre:Ma fiche",
            'titre: "Ma fiche"',
        ),
        Code(
            "E008",
            "Une valeur commence par un caractère réservé",
            "[ { & * ! % @ ` et quelques autres ont un sens en YAML : entourez la valeur de "
            "guillemets.",
            "titre: [Creil] Dépister ensemble",
            'titre: "[Creil] Dépister ensemble"',
        ),
        Code(
            "E009",
            "Une clé est écrite deux fois",
            "Une seule des deux valeurs serait gardée : réunissez-les.",
            "themes: [addictions]\nthemes: [alimentation]",
            "themes: [addictions, alimentation]",
        ),
        Code(
            "E010",
            "L’en-tête n’est pas une suite de clés",
            "Chaque ligne de l’en-tête a la forme « clé: valeur ».",
            "---\nMa fiche\n---",
            '---\ntitre: "Ma fiche"\n---',
        ),
        # --- Keys and values
        Code(
            "E011",
            "Clé inconnue",
            "Seules les clés du modèle sont lues ; une faute de frappe ferait perdre la valeur.",
            "thematique: [addictions]",
            "themes: [addictions]",
        ),
        Code(
            "E012",
            "Texte trop court ou trop long",
            "Le titre et le résumé sont repris dans les listes, les cartes et les lettres.",
            'titre: "CLS"',
            'titre: "Le CLS va vers les habitants des hameaux"',
        ),
        Code(
            "E013",
            "Clé obligatoire absente",
            "Sans elle, la fiche ne peut être ni classée ni trouvée.",
            'titre: "Ma fiche"',
            'titre: "Ma fiche"\n'
            'resume: "Qui a fait quoi, où, avec qui, pour qui et avec quel effet."',
        ),
        Code(
            "E014",
            "Valeur vide",
            "Une clé obligatoire est suivie d’une valeur.",
            "resume:",
            'resume: "Qui a fait quoi, où, avec qui, pour qui et avec quel effet."',
        ),
        Code(
            "E015",
            "Une liste est attendue",
            "Les valeurs multiples s’écrivent entre crochets, ou une par ligne après un tiret.",
            "themes: addictions, alimentation",
            "themes: [addictions, alimentation]",
        ),
        Code(
            "E016",
            "La valeur n’a pas la forme attendue",
            "Chaque clé attend un texte, un nombre, true ou false, ou un bloc de clés.",
            "periode: 2021",
            'periode:\n  debut: "2021"',
        ),
        Code(
            "E017",
            "Date invalide",
            "Une date s’écrit AAAA-MM-JJ et existe dans le calendrier.",
            "date: 2020-15-01",
            "date: 2020-01-15",
        ),
        Code(
            "E018",
            "La période finit avant de commencer",
            "fin vient après debut, ou reste vide si l’action continue.",
            'periode: {debut: "2022", fin: "2021"}',
            'periode: {debut: "2021", fin: "2022"}',
        ),
        Code(
            "E019",
            "Terme absent du vocabulaire",
            "Les thèmes, dispositifs, publics et démarches sont choisis dans une liste commune.",
            "themes: [Logement]",
            "themes: [habitat-et-logement]",
        ),
        Code(
            "E020",
            "Territoire inconnu",
            "Un territoire est un nom ou un code du référentiel officiel.",
            'territoires: ["Scaërr"]',
            'territoires: ["Scaër (29)"]',
        ),
        Code(
            "E021",
            "Territoire ambigu",
            "Plusieurs lieux portent ce nom : précisez le département ou le code.",
            'territoires: ["Saint-Denis"]',
            'territoires: ["Saint-Denis (93)"]',
        ),
        Code(
            "E023",
            "Valeur hors de la liste",
            "Cette clé n’accepte que quelques valeurs.",
            "statut: publié",
            "statut: publiee",
        ),
        Code(
            "E024",
            "Un code lu comme un nombre",
            "Sans guillemets, beaucoup de logiciels lisent 01001 comme 513 : le code serait perdu.",
            "territoires: [01001]",
            'territoires: ["01001"]',
        ),
        Code(
            "E025",
            "Un dièse coupe la valeur",
            "Une espace puis # ouvre un commentaire : la fin du texte serait perdue.",
            "titre: Agir ensemble #1",
            'titre: "Agir ensemble #1"',
        ),
        Code(
            "E026",
            "Du Markdown ou du HTML dans une valeur",
            "L’en-tête est du texte simple ; la mise en forme va dans le corps de la fiche.",
            'titre: "**Agir** ensemble"',
            'titre: "Agir ensemble"',
        ),
        Code(
            "E027",
            "Adresse invalide",
            "Une adresse commence par https:// ou http:// et ne contient pas d’espace.",
            "url: www.example.org",
            'url: "https://www.example.org"',
        ),
        Code(
            "E028",
            "Trop ou trop peu de valeurs",
            "Cinq thèmes au plus : au-delà, la fiche se perd dans les listes.",
            "themes: []",
            "themes: [addictions]",
        ),
        # --- Names and places of files
        Code(
            "E030",
            "Nom de fichier invalide",
            "Le nom devient l’adresse de la fiche : minuscules sans accent, chiffres et tirets.",
            "Cafés Papote !.md",
            "cafes-papote.md",
        ),
        Code(
            "E031",
            "Identifiant déjà pris",
            "Deux fiches ne peuvent pas porter le même nom, même dans deux dossiers.",
            "inspiractions/mediation.md et ressources/mediation.md",
            "inspiractions/mediation.md et ressources/guide-mediation.md",
        ),
        Code(
            "E032",
            "Fichier qui n’est pas une fiche",
            "Une fiche est un fichier .md ; les images vont dans fiches/images/IDENTIFIANT/.",
            "inspiractions/cafes-papote",
            "inspiractions/cafes-papote.md",
        ),
        Code(
            "E033",
            "Adresse en collision",
            "Un ancien identifiant ne peut pas être celui d’une autre entrée.",
            "anciens_identifiants: [cafes-mortels-groix]",
            "anciens_identifiants: [cafes-mortels-de-groix]",
        ),
        Code(
            "E034",
            "Fichier mal rangé",
            "Les fiches se rangent dans inspiractions, interviews, dossiers ou ressources.",
            "fiches/actions/ma-fiche.md",
            "fiches/inspiractions/ma-fiche.md",
        ),
        # --- The body
        Code(
            "E040",
            "Section obligatoire absente ou vide",
            "Une Inspir’action publiée raconte son contexte, ses objectifs et son déroulement.",
            "## Contexte et problématique\n…\n## Déroulement",
            "## Contexte et problématique\n…\n## Objectifs\n…\n## Déroulement",
        ),
        Code(
            "E041",
            "Section inconnue ou mal placée",
            "Les mêmes sections, dans le même ordre : on compare les fiches d’un coup d’œil.",
            "## Objectifs\n…\n## Contexte et problématique",
            "## Contexte et problématique\n…\n## Objectifs",
        ),
        Code(
            "E042",
            "Lien vers une entrée inconnue",
            "[[identifiant]] mène à une autre entrée : son nom de fichier, sans .md.",
            "[[semeur-de-sante]]",
            "[[semeurs-de-sante]]",
        ),
        Code(
            "E043",
            "Entrée citée inconnue",
            "Un lien, un élément de dossier ou une traduction désigne une entrée qui existe et "
            "qui est publiée.",
            "vers: semeur-de-sante",
            "vers: semeurs-de-sante",
        ),
        Code(
            "E044",
            "Lien relatif dans le texte",
            "Vers une autre entrée, écrivez [[identifiant]] : le lien suivra si elle change.",
            "[les Semeurs](../inspiractions/semeurs-de-sante.md)",
            "[[semeurs-de-sante|les Semeurs]]",
        ),
        Code(
            "E045",
            "Ancre inconnue",
            "Un lien qui commence par # mène à un titre du même texte, ou à un bloc de la page : "
            "leviers, freins, enseignements, sources.",
            "[le déroulement](#deroulemant)\n\n### Déroulement des ateliers",
            "[le déroulement](#deroulement-des-ateliers)\n\n### Déroulement des ateliers",
        ),
        Code(
            "E046",
            "L’entrée renvoie à elle-même",
            "Un lien, un élément de dossier ou une traduction désigne une autre entrée.",
            "vers: ma-fiche",
            "vers: semeurs-de-sante",
        ),
        Code(
            "E047",
            "Des prolongements tournent en rond",
            "Une entrée prolonge celle qui est venue avant elle : en remontant, on arrive à la "
            "première.",
            "premiere prolonge deuxieme, deuxieme prolonge premiere",
            "deuxieme prolonge premiere",
        ),
        Code(
            "E048",
            "Texte démesuré",
            "Une ligne sans fin, des citations emboîtées, un tableau ou du HTML par milliers : "
            "personne ne les lirait, et la construction du site s’y épuiserait.",
            ">" * 21 + " Un mot.",
            "> Un mot.",
        ),
        # --- Images
        Code(
            "E050",
            "Image introuvable",
            "Les majuscules comptent : Atelier.JPG et atelier.jpg sont deux fichiers.",
            "fichier: Atelier.JPG",
            "fichier: atelier.jpg",
        ),
        Code(
            "E051",
            "Image trop lourde",
            "300 ko au plus : beaucoup de lecteurs ont une connexion lente.",
            "capture.png (3,9 Mo)",
            "capture.jpg (180 ko)",
        ),
        Code(
            "E052",
            "Image d’ailleurs ou de format refusé",
            "L’image est un fichier .jpg, .png ou .webp, dans le dossier de la fiche.",
            "![Six personnes autour d’une table](https://www.example.org/atelier.jpg "
            '"Commune de Scaër, CC BY 4.0")',
            '![Six personnes autour d’une table](atelier.jpg "Commune de Scaër, CC BY 4.0")',
        ),
        # --- Sources and people
        Code(
            "E053",
            "Image dans l’éditorial d’une lettre",
            "Une lettre part par courriel, où les images sont souvent bloquées : elle se lit tout "
            "entière sans elles.",
            "![Six personnes autour d’une table](atelier.jpg)",
            "Six personnes autour d’une table : c’est ainsi que tout a commencé.",
        ),
        Code(
            "E054",
            "Éditorial vide",
            "La lettre d’un mois où rien n’a paru ne dirait rien du tout. Pour ne pas avoir "
            "d’éditorial, supprimez le fichier.",
            '---\ntitre: "Un automne de jardins"\n---',
            '---\ntitre: "Un automne de jardins"\n---\n\nTrois équipes racontent leur jardin.',
        ),
        Code(
            "E060",
            "Aucune source",
            "Toute entrée publiée dit d’où viennent ses faits.",
            "statut: publiee",
            'statut: publiee\nsources:\n  - titre: "Rapport d’activité 2021"\n'
            '    editeur: "Institut Renaudot"\n    annee: 2021',
        ),
        Code(
            "E061",
            "Accord des personnes manquant",
            "Une interview est publiée quand les personnes ont relu et accepté.",
            "statut: publiee\naccord_personnes: false",
            "statut: publiee\naccord_personnes: true",
        ),
        # --- Vocabularies
        Code(
            "E070",
            "Vocabulaire illisible",
            "Un fichier de _referentiels est une liste de termes : id, libelle, definition… "
            "Celui du guide est une liste de questions, avec leurs réponses.",
            "- Logement",
            '- id: logement\n  libelle: "Logement"',
        ),
        Code(
            "E071",
            "Terme en double",
            "Un identifiant ne désigne qu’un terme, et ne prend pas l’adresse d’une autre page.",
            "- id: logement\n- id: logement",
            "- id: logement\n- id: logement-social",
        ),
        Code(
            "E072",
            "Terme parent inconnu",
            "parent est l’identifiant d’un autre terme du même fichier.",
            "parent: habitats",
            "parent: habitat-et-logement",
        ),
        # --- Warnings
        Code(
            "A101",
            "Caractères invisibles",
            "Un copier-coller en laisse parfois ; ils gênent la recherche et les lecteurs d’écran.",
            "promotion\\u200b de la santé",
            "promotion de la santé",
        ),
        Code(
            "A102",
            "Commentaires restés dans le texte",
            "Un copier-coller ou le gabarit laissent des commentaires <!-- … -->, qui "
            "n’apparaissent pas sur le site.",
            "<!-- Racontez ici le contexte -->",
            "Le contexte, raconté.",
        ),
        Code(
            "A103",
            "Fins de ligne Windows",
            "Elles rendent les relectures illisibles : chaque ligne paraît modifiée.",
            "(CRLF)",
            "(LF)",
        ),
        Code(
            "A104",
            "Titre de niveau 1 dans le texte",
            "Le titre de la page vient de « titre » ; le texte commence au niveau 2.",
            "# Contexte et problématique",
            "## Contexte et problématique",
        ),
        Code(
            "A105",
            "HTML dans le texte",
            "Seul le HTML simple est gardé ; le Markdown suffit presque toujours.",
            '<div style="color:red">Important</div>',
            "**Important**",
        ),
        Code(
            "A106",
            "Image sans texte alternatif",
            "Qui ne voit pas l’image doit savoir ce qu’elle montre : « photo » ou le nom du "
            "fichier ne le disent pas.",
            '![](atelier.jpg "Commune de Scaër, CC BY 4.0")',
            '![Six personnes autour d’une table](atelier.jpg "Commune de Scaër, CC BY 4.0")',
        ),
        Code(
            "A107",
            "Niveau de titre sauté, ou titre vide",
            "Qui écoute la page passe d’un titre à l’autre : ## puis ###, sans saut ni titre vide.",
            "## Contexte et problématique\n\n#### Les hameaux",
            "## Contexte et problématique\n\n### Les hameaux",
        ),
        Code(
            "A108",
            "Restes du gabarit",
            "Une note à soi-même, un exemple ou une ligne d’aide n’ont pas à être publiés. "
            "Un brouillon peut les garder.",
            "À compléter : le nombre de participants. TODO",
            "Douze personnes ont participé.",
        ),
        Code(
            "A109",
            "Nom d’image difficile à partager",
            "Le nom de l’image est une adresse : minuscules sans accent, chiffres et tirets.",
            '![Six personnes autour d’une table](Atelier-été.jpg "Commune de Scaër, CC BY 4.0")',
            '![Six personnes autour d’une table](atelier-ete.jpg "Commune de Scaër, CC BY 4.0")',
        ),
        Code(
            "A110",
            "Image sans crédit",
            "Une photo a un auteur, et une licence qui permet de la publier : les deux s’écrivent "
            "entre guillemets, après le nom du fichier.",
            "![Six personnes autour d’une table](atelier.jpg)",
            '![Six personnes autour d’une table](atelier.jpg "Commune de Scaër, CC BY 4.0")',
        ),
        Code(
            "A111",
            "Image que rien ne montre",
            "Elle serait gardée pour rien : aucune entrée ne la montre, ou son dossier ne porte "
            "le nom d’aucune entrée.",
            "images/ma-fiche/oubliee.jpg",
            "images/ma-fiche/atelier.jpg",
        ),
        Code(
            "A113",
            "Entrée citée deux fois",
            "Une entrée a une seule place dans un dossier, et un seul lien de chaque type.",
            "entrees: [semeurs-de-sante, cafes-mortels-groix, semeurs-de-sante]",
            "entrees: [semeurs-de-sante, cafes-mortels-groix]",
        ),
        Code(
            "A114",
            "Date dans le futur",
            "Une fiche raconte ce qui a eu lieu : une date à venir est une faute de frappe, le "
            "plus souvent dans l’année.",
            "date: 2062-01-15",
            "date: 2026-01-15",
        ),
        Code(
            "A120",
            "Titre déjà pris",
            "Dans une liste, deux entrées du même titre ne se distinguent pas.",
            'titre: "Les cafés fictifs d’une voisine"',
            'titre: "Les cafés fictifs d’une voisine, dix ans après"',
        ),
        Code(
            "A121",
            "Texte presque identique à un autre",
            "La même action racontée deux fois : la recherche proposerait les deux, et une seule "
            "serait tenue à jour.",
            "(le texte d’une autre entrée, à quelques mots près)",
            "Un lien vers l’autre entrée, et ce que celle-ci a de propre.",
        ),
        Code(
            "A130",
            "Numéro de téléphone",
            "Les personnes changent de poste et de numéro. Le standard d’une structure se trouve "
            "sur son site, qui est tenu à jour.",
            "Appelez le 01 99 00 12 34.",
            "Le site de la commune donne le numéro du service.",
        ),
        Code(
            "A131",
            "Adresse électronique personnelle",
            "Ce fichier est public, et une personne peut changer d’avis ou de poste : donnez "
            "plutôt l’adresse de la structure.",
            "Écrivez à prenom.nom@orange.fr.",
            "Écrivez à contact@example.org.",
        ),
        Code(
            "C201",
            "Espaces en fin de ligne",
            "Elles ne se voient pas, et brouillent les relectures.",
            "Le contexte.␠␠␠",
            "Le contexte.",
        ),
        Code(
            "C202",
            "Titre en capitales",
            "Les capitales se lisent moins vite, et des lecteurs d’écran les épellent.",
            'titre: "DES CAFES DANS LES HAMEAUX"',
            'titre: "Des cafés dans les hameaux"',
        ),
    )
}
