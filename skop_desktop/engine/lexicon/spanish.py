"""Kinds of documents as Spanish names them. How an entry is written: see ``forms``."""

from typing import Final

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "minutes": ("acta{,s}", "minuta{,s}", "acta{,s} de {sesión,sesiones,reunión}"),
    "agenda": ("{orden,órdenes} del día", "{orden,órdenes} de los días"),
    "packet": ("documentación de la sesión", "expediente{,s} de sesión", "carpeta{,s} de sesión"),
    "budget": (
        "presupuesto{,s}",
        "presupuesto{,s} {general,generales,municipal,municipales}",
    ),
    "audit": (
        "auditoría{,s}",
        "informe{,s} de auditoría{,s}",
        "informe{,s} de fiscalización",
    ),
    "annual report": (
        "informe{,s} anual{,es}",
        "informe{,s} * anual{,es}",
        "memoria{,s} anual{,es}",
        "memoria{,s} de actividad{,es}",
    ),
    "financial statement": (
        "cuenta{,s} anual{,es}",
        "cuenta{,s} general{,es}",
        "estado{,s} financiero{,s}",
        "estado{,s} contable{,s}",
        "balance{,s} {anual,anuales,de}",
    ),
    "policy": ("política{,s}", "directriz", "directrices", "normativa{,s}", "protocolo{,s}"),
    "ordinance": ("ordenanza{,s}", "reglamento{,s}", "bando{,s}"),
    "law": ("ley{,es}",),
    "resolution": ("resoluci{ón,ones}", "acuerdo{,s}"),
    "motion": ("moci{ón,ones}",),
    "proposal": ("propuesta{,s}",),
    "RFP": (
        "licitaci{ón,ones}",
        "pliego{,s}",
        "pliego{,s} de {condiciones,cláusulas,prescripciones}",
        "pliego{,s} de {cláusulas administrativas,prescripciones técnicas}{, particulares}",
        "{pcap,pptp}",
        "concurso{,s} público{,s}",
        "solicitud{,es} de {propuesta,oferta,cotización}{,s}",
    ),
    "contract": ("contrato{,s}", "convenio{,s}"),
    "permit": ("permiso{,s}", "licencia{,s}", "autorizaci{ón,ones}"),
    "application": ("solicitud{,es}", "instancia{,s}"),
    "certificate": (
        "certificado{,s}",
        "acta{,s} de {nacimiento,matrimonio,defunción}",
    ),
    "form": ("formulario{,s}", "impreso{,s}", "cuestionario{,s}", "encuesta{,s}"),
    "newsletter": ("bolet{ín,ines}", "hoja{,s} informativa{,s}", "gaceta{,s}"),
    "presentation": ("presentaci{ón,ones}", "diapositiva{,s}"),
    "opinion": ("sentencia{,s}", "fallo{,s}", "dictamen", "dictámenes"),
    "decision": ("decisi{ón,ones}", "decreto{,s}"),
    "filing": ("demanda{,s}", "querella{,s}", "hecho{,s} relevante{,s}"),
    "press release": ("comunicado{,s}", "{comunicado,nota}{,s} de prensa"),
    "map": ("mapa{,s}", "plano{,s}"),
    "plan": (
        "{plan,planes} {estratégico,estratégicos,general,director,parcial}",
        "plan de acción",
    ),
    "notice": ("aviso{,s}", "anuncio{,s}", "edicto{,s}", "convocatoria{,s}"),
    "speech": ("discurso{,s}", "intervenci{ón,ones}"),
    "recommendation": ("recomendaci{ón,ones}",),
    "question": (
        "pregunta{,s} {por escrito,escrita,escritas,parlamentaria,parlamentarias}",
        "pregunta{,s}",
    ),
    "letter": ("carta{,s}", "correspondencia", "oficio{,s}"),
    "schedule": ("calendario{,s}", "horario{,s}"),
    "video": ("vídeo{,s}", "grabaci{ón,ones}"),
    "transcript": ("transcripci{ón,ones}", "diario{,s} de sesiones"),
    "handbook": ("manual{,es}", "guía{,s}"),
    "flyer": ("folleto{,s}",),
    "invoice": ("factura{,s}",),
    "handout": ("anexo{,s}", "adjunto{,s}", "apéndice{,s}"),
    "report": (
        "informe{,s}",
        "reporte{,s}",
        "estudio{,s}",
        "memoria{,s}",
        "acta{,s} de {replanteo,inspección,recepción}",
    ),
}

IN_FILE_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "agenda": ("oddia",),
    "budget": ("ppto{,s}", "presup"),
    "resolution": ("resol",),
}
