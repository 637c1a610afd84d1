"""The style sheet, made from the tokens. Widgets say what they are by dynamic properties.

``QPushButton[kind=...]``: ``primary`` (one a screen), ``quiet`` (no frame), ``danger``; none is the
plain button. ``QLabel[role=...]``: ``title``, ``heading``, ``section``, ``figure``, ``caption``,
``muted``, ``error``. ``QFrame[role=...]``: ``card``, ``sidebar``, ``bar``, ``surface``.
"""

from __future__ import annotations

from PySide6.QtGui import QColor

from skop_desktop.ui.theme.tokens import CONTROL_HEIGHT, GRID, RADIUS, Colours

_SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: {g}px; }}

QFrame[role="sidebar"] {{ background: {sidebar}; border: none; }}
QFrame[role="surface"] {{ background: {surface}; border: none; }}
QFrame[role="bar"] {{ background: {window}; border: none;
    border-top: 1px solid {line}; border-bottom: 1px solid {line}; }}
QFrame[role="floating"] {{ background: {surface}; border: 1px solid {muted};
    border-radius: {radius}px; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line};
    border-radius: {radius}px; }}
QFrame[role="line"] {{ background: {line}; border: none; }}

QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {heading}pt; font-weight: 600; }}
QLabel[role="section"] {{ color: {muted}; font-size: {small}pt; font-weight: 600; }}
QLabel[role="figure"] {{ font-size: {heading}pt; font-weight: 600; }}
QLabel[role="caption"] {{ color: {muted}; font-size: {small}pt; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="error"] {{ color: {bad}; }}
QLabel[role="good"] {{ color: {good}; }}
QLabel[role="key"] {{ color: {muted}; background: {surface}; border: 1px solid {line};
    border-radius: {g}px; padding: 1px {g}px; }}
QLabel[role="badge"] {{ color: {muted}; background: {track}; border: 1px solid {badge_line};
    border-radius: 7px; padding: 0 {g}px; min-width: {g2}px; font-size: {small}pt;
    font-weight: 600; }}

QPushButton, QToolButton[kind="button"] {{ background: {surface}; border: 1px solid {line};
    border-radius: {radius}px; padding: 0 {p}px; min-height: {inner}px; }}
QPushButton:hover, QToolButton[kind="button"]:hover {{ background: {hover}; }}
QPushButton:pressed, QToolButton[kind="button"]:pressed {{ background: {accent_soft}; }}
QPushButton:focus, QToolButton[kind="button"]:focus {{ border: 2px solid {accent};
    padding: 0 {p1}px; min-height: {inner2}px; }}
QPushButton:disabled, QToolButton[kind="button"]:disabled {{ color: {muted};
    background: {window}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent};
    border: 1px solid {accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_strong}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="primary"]:disabled {{ background: {track}; color: {muted};
    border-color: {track}; }}
QPushButton[kind="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent;
    border-radius: {radius}px; padding: {g}px; min-height: 0; }}
QPushButton[kind="quiet"]:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton[kind="quiet"]:focus, QToolButton:focus {{ border: 1px solid {accent};
    padding: {g}px; min-height: 0; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
    color: {accent}; padding: 0 {g}px; min-height: 0; text-align: left; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {accent}; padding: 0 {g}px; min-height: 0; }}
QPushButton[kind="link"][is_flush="true"] {{ padding: 0; border-left: none; border-right: none; }}
QPushButton[flush="true"], QPushButton[flush="true"]:focus {{ padding: 0; }}
QPushButton[flush="true"]:hover {{ text-decoration: underline; }}
QPushButton[kind="danger"] {{ color: {bad}; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit {{ background: {surface};
    border: 1px solid {line}; border-radius: {radius}px; padding: 0 {g2}px;
    min-height: {inner}px; selection-background-color: {accent};
    selection-color: {on_accent}; }}
QPlainTextEdit {{ padding: {g}px; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {muted}; }}
QSpinBox QLineEdit, QSpinBox QLineEdit:focus {{ border: none; background: transparent;
    padding: 0; min-height: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; background: transparent;
    width: {p2}px; }}
QSpinBox::up-arrow, QSpinBox::down-arrow {{ image: none; width: 0; height: 0; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {{
    border: 2px solid {accent}; padding: 0 {g2m}px; min-height: {inner2}px; }}
QPlainTextEdit:focus {{ padding: {g1}px; }}
QLineEdit[trouble="true"], QPlainTextEdit[trouble="true"] {{ border: 1px solid {bad}; }}
QComboBox::drop-down {{ border: none; width: {p2}px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line};
    selection-background-color: {chosen}; selection-color: {on_chosen}; outline: none; }}

QMenu {{ background: {surface}; border: 1px solid {line}; padding: {g}px; }}
QMenu::item {{ padding: {g}px {p2}px {g}px {p}px; border-radius: {g}px; }}
QMenu::item:selected {{ background: {chosen}; color: {on_chosen}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {g}px; }}
QMenuBar {{ background: {sidebar}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: {g}px {g2}px; background: transparent; }}
QMenuBar::item:selected {{ background: {chosen}; color: {on_chosen}; }}

QAbstractItemView {{ background: {surface}; border: none; outline: none;
    selection-background-color: {accent_soft}; selection-color: {text};
    alternate-background-color: {hover}; }}
QListView[role="sidebar"] {{ background: {sidebar}; }}
QTableView {{ gridline-color: {line}; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{ background: {surface}; color: {muted}; border: none;
    border-bottom: 1px solid {line}; padding: {g2}px {g2}px; font-weight: 600; }}
QHeaderView::section:hover {{ color: {text}; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {line}; background: {surface}; }}
QTabWidget::tab-bar {{ left: {p}px; }}
QTabBar {{ background: {surface}; border: none; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: {g2}px {p}px;
    border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {accent}; }}

QStatusBar {{ background: {sidebar}; border-top: 1px solid {line}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; }}

QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {accent}; }}

QSlider {{ min-height: {p2}px; }}
QSlider::groove:horizontal {{ height: {bar}px; background: {groove}; border-radius: {bar2}px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: {bar2}px; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;
    background: {surface}; border: 2px solid {accent}; }}
QSlider::handle:horizontal:focus {{ background: {accent}; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {handle}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ background: transparent; border: none; }}

QCheckBox, QRadioButton {{ spacing: {g2}px; padding: {g}px; border: 1px solid transparent;
    border-radius: {g}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px;
    border: 1px solid {muted}; background: {surface}; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QRadioButton::indicator:checked {{ border: 5px solid {accent}; width: 6px; height: 6px; }}
"""


def style_sheet(colours: Colours, base_points: float) -> str:
    """The style sheet for ``colours``; ``base_points`` is the size of the system's font."""
    return _SHEET.format(
        **{name: getattr(colours, name) for name in Colours.__slots__},
        accent_strong=_stronger(colours),
        badge_line=colours.line if colours.is_high_contrast else colours.track,
        groove=colours.line if colours.is_high_contrast else colours.track,
        chosen=colours.accent if colours.is_high_contrast else colours.accent_soft,
        on_chosen=colours.on_accent if colours.is_high_contrast else colours.text,
        handle=colours.muted if colours.is_high_contrast else colours.line,
        radius=RADIUS,
        g=GRID,
        g1=GRID - 1,
        g2=2 * GRID,
        g2m=2 * GRID - 1,
        p=3 * GRID,
        p1=3 * GRID - 1,
        p2=6 * GRID,
        bar=GRID,
        bar2=GRID // 2,
        inner=CONTROL_HEIGHT - 2,
        inner2=CONTROL_HEIGHT - 4,
        small=round(base_points * 0.92, 1),
        heading=round(base_points * 1.2, 1),
        title=round(base_points * 1.5, 1),
    )


def _stronger(colours: Colours) -> str:
    """The accent a little further from the window, for hovering."""
    accent = QColor(colours.accent)
    return (accent.lighter(108) if colours.is_dark else accent.darker(110)).name()
