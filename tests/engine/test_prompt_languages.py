"""What is understood of German, French, Spanish and other prompts."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)
GERMAN: Final = (
    ("Sämtliches zum Bahnhof: Gutachten, Pläne", "Bahnhof"),
    ("Exceltabellen zu Baugenehmigungen", "Permits · Bau · spreadsheets"),
    ("Spielpläne der Jugend, Saison 2024/25", "Schedules · season 2024–25 · Jugend"),
    ("gültige Prüfungsordnungen des Prüfungsamts", "Policies · latest · Prüfungsamt"),
    ("Protokolle des Gemeinderats von 2022", "Minutes · 2022 · Gemeinderat"),
    (
        "Sitzungsprotokolle des Stadtrats München der letzten drei Jahre ohne Anlagen",
        "Minutes · last 3 years · Stadtrat · München · not attachments",
    ),
    ("Haushaltsplan 2023/2024 der Stadt Musterstadt", "Budgets · 2023–2024 · Stadt Musterstadt"),
    (
        "Niederschriften des Ausschusses für Umwelt und Verkehr seit März 2022",
        "Minutes · since March 2022 · Ausschuss für Umwelt und Verkehr",
    ),
    ("Protokolle Stadtrat 2023", "Minutes · 2023 · Stadtrat"),
    ("Gemeinderat Sitzungsprotokolle 2019–2021", "Minutes · 2019–2021 · Gemeinderat"),
    (
        "Tagesordnungen und Niederschriften des Bauausschusses, keine Einladungen",
        "Agendas, Minutes · Bauausschuss · not notices",
    ),
    ("Haushaltssatzung 2024", "Budgets · 2024"),
    (
        "Jahresabschlüsse der letzten fünf Jahre als PDF",
        "Financial statements · last 5 years · PDF",
    ),
    ("Bebauungspläne in Neustadt", "Plans · Neustadt"),
    ("Geschäftsbericht 2022/23", "Annual reports · 2022–23"),
    ("Geschäftsberichte seit 2015 außer 2020", "Annual reports · since 2015 · not 2020"),
    ("Pressemitteilungen vom letzten Jahr", "Press releases · 2025"),
    ("Amtsblätter 2. Quartal 2023", "Newsletters · Q2 2023"),
    ("Satzungen über Hundesteuer", "Ordinances · Hundesteuer"),
    (
        "Urteile des Verwaltungsgerichts Berlin zum Baurecht aus 2021",
        "Opinions · 2021 · Verwaltungsgericht · Berlin · Baurecht",
    ),
    ("Verträge mit der Firma Siemens nach 2018", "Contracts · after 2018 · Firma Siemens"),
    ("Elternbriefe Schuljahr 2023/24", "Newsletters · school year 2023–24"),
    ("Beschlüsse vor 2010", "Resolutions · before 2010"),
    ("alle Dokumente zur Windkraft, nicht vor 2020", "since 2020 · Windkraft"),
    ("neueste Richtlinien", "Policies · latest"),
    ("Ausschreibungen diesen Monat", "RFPs · November 2026"),
    ("Studien zum Verkehr zwischen 2010 und 2015", "Reports · 2010–2015 · Verkehr"),
    (
        "Prüfberichte des Rechnungshofs Baden-Württemberg",
        "Audits · Rechnungshof · Baden-Württemberg",
    ),
    ("Protokolle aus den 1990er Jahren", "Minutes · 1990s"),
    ("Geschäftsbericht der Siemens AG 2022", "Annual reports · 2022 · Siemens AG"),
    ("Landtag Plenarprotokolle 20. Wahlperiode", "Minutes · Landtag · Plenar, Wahlperiode"),
    ("Protokolle vom 3. Mai 2023", "Minutes · 3 May 2023"),
    (
        "Sitzungsunterlagen des Haupt- und Finanzausschusses seit Januar 2024",
        "Packets · since January 2024 · Haupt- und Finanzausschuss",
    ),
    (
        "Alle Beschlüsse des Kreistags zwischen 2018 und 2020, aber keine Anträge",
        "Resolutions · 2018–2020 · Kreistag · not motions",
    ),
    ("Schulordnung und Formulare der Grundschule", "Policies, Forms · Grundschule"),
    ("Karten vom Hafen aus den 20er Jahren", "Maps · 1920s · Hafen"),
    ("Bekanntmachungen der Gemeinde Oberdorf", "Notices · Gemeinde Oberdorf"),
    ("Budget 2024 und 2025", "Budgets · 2024, 2025"),
    ("Verordnungen ab 2015", "Ordinances · since 2015"),
    ("Protokolle bis 2010", "Minutes · until 2010"),
    ("Protokolle vor zwei Jahren", "Minutes · 2024"),
    ("Baugenehmigungen für Windräder in Bayern", "Permits · Bayern · Bau, Windräder"),
    ("Haushaltspläne ab dem Haushaltsjahr 2021/2022", "Budgets · since FY 2022"),
    ("Sitzungsprotokolle minutes actas procès-verbaux", "Minutes"),
)
FRENCH: Final = (
    ("tout ce qui concerne la rénovation de la halle", "rénovation de la halle"),
    ("décisions de discipline, saison 2023/2024", "Decisions · season 2023–24 · discipline"),
    ("règlements en vigueur", "Policies · latest"),
    ("Comptes rendus de 2021", "Minutes · 2021"),
    (
        "Procès-verbaux du conseil municipal de Lyon depuis mars 2022, sauf les annexes",
        "Minutes · since March 2022 · Conseil Municipal · Lyon · not attachments",
    ),
    (
        "délibérations du conseil départemental entre 2019 et 2021",
        "Resolutions · 2019–2021 · Conseil Départemental",
    ),
    ("comptes-rendus du conseil municipal 2020 à 2022", "Minutes · 2020–2022 · Conseil Municipal"),
    ("procès verbaux conseil municipal 2024", "Minutes · 2024 · Conseil Municipal"),
    ("budget primitif 2023 de la commune de Sainte-Foy", "Budgets · 2023 · Commune de Sainte-Foy"),
    ("arrêtés du maire depuis janvier 2023", "Ordinances · since January 2023 · maire"),
    ("rapports d'activité des trois dernières années", "Annual reports · last 3 years"),
    ("appels d'offres de cette année", "RFPs · 2026"),
    ("permis de construire à Bordeaux", "Permits · Bordeaux"),
    ("bulletins municipaux printemps 2022", "Newsletters · spring 2022"),
    ("communiqués de presse du troisième trimestre 2023", "Press releases · Q3 2023"),
    ("ordres du jour sans les annexes", "Agendas · not attachments"),
    ("tous les documents sur l'eau potable sauf les newsletters", "eau potable · not newsletters"),
    ("contrats avec Veolia avant 2015", "Contracts · before 2015 · Veolia"),
    ("années 1990 : registres des délibérations", "Minutes · 1990s"),
    ("dernier rapport annuel", "Annual reports · latest"),
    ("PLU de la ville de Nantes", "Plans · Ville de Nantes"),
    (
        "jugements du tribunal administratif de Lille en 2022",
        "Opinions · 2022 · Tribunal Administratif · Lille",
    ),
    (
        "Bulletins officiels du premier semestre 2022",
        "Newsletters · first half of 2022 · officiels",
    ),
    ("compte rendu de la séance du 12 mars 2024", "Minutes · 12 March 2024"),
    ("délibérations de l'année dernière", "Resolutions · 2025"),
    ("les budgets depuis 3 ans", "Budgets · last 3 years"),
    ("marchés publics supérieurs à 100000 euros", "RFPs · supérieurs à 100000 euros"),
    ("rapports de la Cour des comptes sur les hôpitaux", "Reports · Cour des Comptes · hôpitaux"),
    (
        "procès-verbaux du conseil d'administration, exercice 2022",
        "Minutes · FY 2022 · Conseil d'administration",
    ),
    ("documents budgétaires de la métropole de Lille", "Budgets · métropole de Lille"),
    ("comptes administratifs de 2018 jusqu'en 2021", "Financial statements · 2018–2021"),
    (
        "formulaires d'inscription à la cantine 2024-2025",
        "Forms · school year 2024–25 · inscription à la cantine",
    ),
)
SPANISH: Final = (
    ("recomendaciones sobre cárceles emitidas en 2018", "Recommendations · 2018 · cárceles"),
    ("preguntas por escrito sobre residencias", "Written questions · residencias"),
    ("Actas del ayuntamiento de 2023", "Minutes · 2023 · Ayuntamiento"),
    (
        "Actas de pleno del Ayuntamiento de Madrid de los últimos dos años, excepto borradores",
        "Minutes · last 2 years · Pleno del Ayuntamiento · Madrid · not borradores",
    ),
    ("presupuestos municipales 2021 a 2023 en Excel", "Budgets · 2021–2023 · spreadsheets"),
    ("actas del pleno 2022", "Minutes · 2022 · Pleno"),
    (
        "actas de la comisión de hacienda de 2021 a 2023",
        "Minutes · 2021–2023 · Comisión de Hacienda",
    ),
    ("órdenes del día de este año", "Agendas · 2026"),
    ("presupuesto municipal 2024 de la ciudad de Valencia", "Budgets · 2024 · Ciudad de Valencia"),
    ("ordenanzas desde marzo de 2020", "Ordinances · since March 2020"),
    ("licitaciones de los últimos seis meses", "RFPs · last 6 months"),
    ("contratos menores del tercer trimestre de 2023", "Contracts · Q3 2023 · menores"),
    ("informes de auditoría excepto borradores", "Audits · not borradores"),
    ("cuentas anuales 2019-2021 en Excel", "Financial statements · 2019–2021 · spreadsheets"),
    ("sentencias del Tribunal Supremo sobre hipotecas", "Opinions · Tribunal Supremo · hipotecas"),
    ("notas de prensa del año pasado", "Press releases · 2025"),
    ("boletines del curso 2023/24", "Newsletters · school year 2023–24"),
    (
        "convenios con la Universidad de Sevilla antes de 2018",
        "Contracts · before 2018 · Universidad de Sevilla",
    ),
    ("todo sobre la plaza mayor", "plaza mayor"),
    ("último informe anual", "Annual reports · latest"),
    ("años 90", "1990s"),
    ("actas de las sesiones del concejo municipal de 2022", "Minutes · 2022 · Concejo Municipal"),
    (
        "acuerdos de la junta de gobierno local de marzo de 2023",
        "Resolutions · March 2023 · Junta de Gobierno Local",
    ),
    ("resoluciones posteriores a 2020", "Resolutions · after 2020"),
    ("informe de la Cámara de Cuentas 2021", "Reports · 2021 · Cámara de Cuentas"),
    ("planos del puerto de los años 20", "Maps · 1920s · puerto"),
    ("pliegos de condiciones sin anexos", "RFPs · not attachments"),
    ("memoria anual 2022 en PDF", "Annual reports · 2022 · PDF"),
    ("presupuestos generales para 2025", "Budgets · 2025"),
    ("calendario escolar 2024-2025", "Schedules · school year 2024–25 · escolar"),
    ("solicitudes de licencia de obras en Getafe", "Applications · Getafe · licencia de obras"),
    ("reuniones del consejo escolar desde septiembre", "since September 2026 · Consejo Escolar"),
)
OTHER: Final = (
    ("asdf qwer zxcv", "asdf qwer zxcv"),
    ("議事録 2023年 理事会", "2023 · 議事録, 理事会"),
    ("протоколы заседаний совета за 2022 год", "2022 · протоколы заседаний совета за, год"),
    ("qwertyuiop", "qwertyuiop"),
    ("1234567890", "all documents"),
    ("!!!???!!!", "all documents"),
    ("no no no no no", "all documents"),
    ("the the the the", "all documents"),
    ("not", "all documents"),
    ("Minutes minutes minutes", "Minutes"),
    ("pdf pdf pdf pdf", "PDF"),
    ("verbali del consiglio comunale 2023", "2023 · verbali del consiglio comunale"),
    ("atas da câmara municipal de 2022", "2022 · atas da câmara municipal"),
    ("notulen gemeenteraad 2021", "2021 · notulen gemeenteraad"),
    ("محاضر مجلس المدينة 2023", "2023 · محاضر مجلس المدينة"),
    ("会議録 令和5年", "会議録 令和5"),
)


@pytest.mark.parametrize(("prompt", "understood"), [*GERMAN, *FRENCH, *SPANISH, *OTHER])
def test_a_prompt_is_told_back_as_it_was_understood(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood
