"""Words of a prompt that ask, thank or join, and say nothing of the documents."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset(
    """
    a about after all also an and any are as at available be been both but by can collect complete
    concerning copies copy could covering current date dated discuss discussed discusses discussing
    document documents documentation does download downloads each email every everything existing
    file filed files find following for format from full gather get give go had has have held
    hello help hey hi i if in including interested into involving is it its just
    kindly later latest let like link links list lists look looking made make materials
    meeting meetings mention mentioned mentioning mentions month months me my need needed new
    newest no not of official old on online only open or original other our out over page pages
    past per please posted pretty published publicly put recent record records regarding related
    relating relevant retrieve scan scanned scans search searching see send session sessions she
    should show site some stuff such than thank thanks that the their them there these they thing
    things this those through to too up us various versus vs want was we web website were what
    when where which who will with within against toward towards among do did would year years you
    your collected hold holds dealing
    regular special annual monthly signed version versions upload uploaded everything
    listing listings issue issues edition editions ausgabe ausgaben fassung fassungen
    numéro numéros número números ejemplar ejemplares exemplaire exemplaires
    anything something adopted enacted passed issued awarded
    currently
    season saison spielzeit temporada pls plz anyone everybody together several various happened
    occurred occurring taken written prepared produced during onwards onward ones done having deals
    dealt touching papers paperwork material anywhere whatever whole entire
    verabschiedete verabschiedeten beschlossene beschlossenen erlassene erlassenen adoptés adoptées
    votés votées approuvés approuvées aprobadas aprobados firmados firmadas

    aber alle allem allen aller alles als am an auch auf aus bei bis bitte brauche braucht danke das
    dass datei dateien dem den der des die dies diese dieser dieses dokument dokumente dokumenten
    dokumenten durch ein eine einem einen einer eines es finde finden format für gern gerne gib habe
    haben hallo hätte ich ihr im in interessiere ist jahr jahre jahren mal man mich mir mit möchte
    nach nur oder sämtliche sammle seit sich sie sind sitzung sitzungen sowie suche suchen über
    sämtliches betrifft betreffen rund dazu damit darüber zusammenhang
    und uns unterlagen vom von vor war was website welche wie wir wo zeig zeige zu zum zur will
    wollen betreffend bezüglich öffentliche öffentlichen

    a au aurais aux avec avoir besoin bonjour ce ces cet cette chercher cherche concernant
    d dans de depuis des document documents donne donner du elle en entre est et faut fichier
    fichiers format il ils j je jusqu l la le les leur lui ma mes mettre moi mon n ne nos notre nous
    obtenir ou où par pour pouvez puis qu que qui recherche relatif relatifs relative relatives
    récupérer réunion réunions s se ses si site sont sur séance séances t tous tout toute toutes
    trouve trouver trouvez télécharger un une veuillez veux voici voir voudrais vous y année années
    merci svp plaît concerne concernent chez ayant touchant signé signés signée signées émis émise
    émises

    a acerca al algo archivo archivos buscar busco busca con cual cuales cualquier dame de del
    desde documento documentos donde e el ella en encontrar encuentra entre es esa ese esta este
    estos favor formato gracias hasta hola la las lo los me mi mis muéstrame necesito o para
    página páginas pero por público públicos que quiero quisiera referente referentes relativas
    relativos reunión reuniones se sesión sesiones sitio sobre son su sus toda todas todo todos un
    una unas unos web y ya año años emitida emitidas emitido emitidos publicada publicadas publicado
    publicados relacionada relacionadas relacionado relacionados refiere refieren
    """.split()  # noqa: SIM905 - hundreds of quoted words are harder to read
)
LINKS: Final = frozenset(
    """
    of and or for the in on to with from by at an a und oder für der die das des von vom zu zum
    zur im am et ou de du des la le les l d à au aux en y o del el los las para con
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""Small words that are kept between two others: "use of force"."""
