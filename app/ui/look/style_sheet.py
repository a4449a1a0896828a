"""One style sheet made from the tokens: fields, buttons, menus, tables, scroll bars. Flat, hairlines, radius 4.

Widgets ask for a variant by a property: `kind` on QPushButton ("primary", "quiet", "link"), `role` on QFrame and
QLabel ("bar", "panel", "message", "secondary", "hint", "good", "warn", "bad").
Must not know: Qt objects; it is text in, text out.
"""
from __future__ import annotations

from pathlib import Path

from app.ui.look.tokens import Tokens

_ICONS = Path(__file__).resolve().parents[3] / "resources" / "icons"


def style_sheet(t: Tokens) -> str:
    """The sheet of one theme. No fonts in here: see theme.py."""
    arrow = (_ICONS / "static" / f"chevron-down-{t.name}.svg").as_posix()
    tick = (_ICONS / "static" / f"tick-{t.name}.svg").as_posix()
    return f"""
* {{ outline: 0; }}
QAbstractItemView {{ activate-on-singleclick: 0; }}
QMainWindow, QDialog, QMessageBox {{ background: {t.window}; }}
QDialog#palette {{ background: {t.base}; border: 1px solid {t.line}; }}
QWidget {{ color: {t.text}; selection-background-color: {t.sel}; selection-color: {t.text}; }}
QWidget:disabled {{ color: {t.text3}; }}
QToolTip {{ background: {t.base}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 8px; }}

QMenuBar {{ background: {t.window}; padding: 0 4px; border: 0; }}
QMenuBar::item {{ padding: 6px 8px; background: transparent; border-radius: 4px; color: {t.text}; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.sel}; }}
QMenu {{ background: {t.base}; border: 1px solid {t.line}; padding: 4px 0; }}
QMenu::item {{ padding: 6px 24px 6px 12px; }}
QMenu::icon {{ padding-left: 12px; }}
QMenu::item:selected {{ background: {t.sel}; }}
QMenu::item:disabled {{ color: {t.text3}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.hair}; margin: 4px 0; }}

QFrame[role="bar"] {{ background: {t.window}; border: 0; border-bottom: 1px solid {t.line}; }}
QFrame[role="nav"] {{ background: {t.window}; border: 0; border-right: 1px solid {t.hair}; }}
QFrame[role="panel"] {{ background: {t.base}; border: 0; }}
QFrame[role="side"] {{ background: {t.base}; border: 0; border-left: 1px solid {t.line}; }}
QFrame[role="page"] {{ background: {t.base}; border: 0; }}
QFrame[role="foot"] {{ background: {t.window}; border: 0; border-top: 1px solid {t.line}; }}
QFrame[role="card"] {{ background: {t.base}; border: 1px solid {t.line}; border-radius: 4px; }}
QFrame[role="drop"] {{ background: {t.accbg}; border: 2px dashed {t.accent}; border-radius: 4px; }}
QFrame[role="message"] {{ background: {t.msg}; border: 0; border-bottom: 1px solid {t.hair}; }}
QFrame[role="message-bad"] {{ background: {t.bad_tint}; border: 0; border-bottom: 1px solid {t.hair}; }}
QFrame[role="message-warn"] {{ background: {t.warn_tint}; border: 0; border-bottom: 1px solid {t.hair}; }}
QFrame[role="hair"] {{ background: {t.hair}; border: 0; }}
QLabel {{ background: transparent; border: 0; }}
QLabel[role="secondary"] {{ color: {t.text2}; }}
QLabel[role="hint"] {{ color: {t.text3}; }}
QLabel[role="good"] {{ color: {t.good}; }}
QLabel[role="warn"] {{ color: {t.warn}; }}
QLabel[role="bad"] {{ color: {t.bad}; }}

QPushButton {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 4px; padding: 0 11px;
  min-height: 26px; max-height: 26px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.sel}; border-color: {t.accent}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 0 10px; min-height: 24px; max-height: 24px; }}
QPushButton:disabled {{ background: {t.window}; color: {t.text3}; border-color: {t.hair}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.onaccent}; border-color: {t.accent}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.hover}; color: {t.text3}; border-color: {t.hair}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; padding: 0 7px; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.accent}; padding: 0 6px; }}
QPushButton[kind="link"] {{ background: transparent; border-color: transparent; color: {t.accent}; padding: 0 3px; }}
QPushButton[kind="link"]:hover {{ background: {t.hover}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {t.accent}; padding: 0 2px; }}
QPushButton[kind="link"]:disabled {{ color: {t.text3}; }}

QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0 7px;
  min-height: 26px; max-height: 26px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:checked, QToolButton:pressed {{ background: {t.sel}; }}
QToolButton:focus {{ border: 2px solid {t.accent}; padding: 0 6px; min-height: 24px; max-height: 24px; }}
QToolButton:disabled {{ color: {t.text3}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton[kind="segment"] {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 0; padding: 0 10px; }}
QToolButton[kind="segment"]:checked {{ background: {t.sel}; }}
QToolButton[kind="nav"] {{ border: 0; border-left: 3px solid transparent; border-radius: 0; padding: 0 0 0 9px;
  min-height: 32px; max-height: 32px; text-align: left; }}
QToolButton[kind="nav"]:checked {{ background: {t.sel}; border-left-color: {t.accent}; }}
QToolButton[kind="nav"]:focus {{ border: 2px solid {t.accent}; border-left: 3px solid {t.accent};
  padding: 0 0 0 9px; min-height: 28px; max-height: 28px; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{ background: {t.field}; color: {t.text};
  border: 1px solid {t.line}; border-radius: 4px; padding: 0 7px; selection-background-color: {t.accent};
  selection-color: {t.onaccent}; }}
QLineEdit, QComboBox, QDateEdit, QSpinBox {{ min-height: 26px; max-height: 26px; }}
QPlainTextEdit, QTextEdit {{ padding: 3px 4px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
  border: 2px solid {t.accent}; padding: 0 6px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 2px 3px; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus {{ min-height: 24px; max-height: 24px; }}
QLineEdit[flat="true"], QComboBox[flat="true"], QPlainTextEdit[flat="true"] {{ background: transparent;
  border-color: transparent; }}
QLineEdit[flat="true"]:hover, QComboBox[flat="true"]:hover, QPlainTextEdit[flat="true"]:hover {{
  border-color: {t.line}; background: {t.field}; }}
QLineEdit[flat="true"]:focus, QComboBox[flat="true"]:focus, QPlainTextEdit[flat="true"]:focus {{
  border-color: {t.accent}; background: {t.field}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {t.bad}; }}
QLineEdit[cell="true"] {{ border: 2px solid {t.accent}; border-radius: 0; padding: 0 4px; min-height: 0;
  max-height: 100px; background: {t.field}; }}
QComboBox[cell="true"] {{ border: 2px solid {t.accent}; border-radius: 0; padding: 0 4px; min-height: 0;
  max-height: 100px; }}
QLineEdit QToolButton {{ min-height: 0; max-height: 100px; border: 0; padding: 0; background: transparent; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ color: {t.text}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 22px; background: transparent; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({arrow}); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {t.base}; border: 1px solid {t.line};
  selection-background-color: {t.sel}; selection-color: {t.text}; }}
QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.none}; border-radius: 3px;
  background: {t.field}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url({tick}); }}
QCheckBox::indicator:focus {{ border: 2px solid {t.accent}; width: 12px; height: 12px; }}
QCheckBox:focus {{ color: {t.accent}; }}

QTreeView, QTableView, QListView, QTreeWidget, QTableWidget, QListWidget {{ background: {t.base};
  alternate-background-color: {t.alt}; border: 0; gridline-color: {t.hair}; selection-background-color: {t.sel};
  selection-color: {t.text}; }}
QListView::item {{ padding: 0 8px; min-height: 28px; border: 0; color: {t.text}; }}
QListView::item:hover {{ background: {t.hover}; }}
QListView::item:selected {{ background: {t.sel}; color: {t.text}; }}
QTableView::item {{ padding: 0 4px; border: 0; }}
QTableView::item:selected {{ background: {t.sel}; color: {t.text}; }}
QTableView::item:focus {{ border: 2px solid {t.accent}; }}
QHeaderView {{ background: {t.window}; border: 0; }}
QHeaderView::section {{ background: {t.window}; color: {t.text2}; border: 0; border-bottom: 1px solid {t.line};
  padding: 0 8px; }}
QHeaderView::section:vertical {{ background: {t.base}; border: 0; border-right: 1px solid {t.hair}; }}
QTableView#months_grid QHeaderView::section {{ padding: 0 4px; }}
QTableCornerButton::section {{ background: {t.window}; border: 0; border-bottom: 1px solid {t.line}; }}
QTabBar {{ background: transparent; border: 0; }}
QTabBar::tab {{ background: transparent; color: {t.text2}; padding: 0 2px 5px 2px; margin-right: 8px;
  border: 0; border-bottom: 2px solid transparent; min-height: 20px; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ color: {t.accent}; }}
QScrollArea {{ border: 0; background: transparent; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSlider {{ background: transparent; min-height: 26px; border: 0; }}
QSlider::groove:horizontal {{ background: {t.line}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {t.none}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {t.accent}; border: 2px solid {t.base}; width: 12px; height: 12px;
  margin: -6px 0; border-radius: 8px; }}
QSlider::handle:horizontal:focus {{ border-color: {t.text}; }}
QSlider::handle:horizontal:disabled {{ background: {t.line}; }}
QProgressBar {{ background: {t.hair}; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px;
  color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QScrollBar:vertical {{ background: {t.base}; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: {t.base}; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.none}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: 0;
  width: 0; height: 0; }}
QStatusBar {{ background: {t.window}; border-top: 1px solid {t.hair}; }}
QStatusBar::item {{ border: 0; }}
QCalendarWidget QWidget {{ background: {t.base}; color: {t.text}; alternate-background-color: {t.window}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {t.accent}; selection-color: {t.onaccent}; }}
QCalendarWidget QToolButton {{ min-width: 24px; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
"""
