"""The same money on two sheets: once row by row, once summed up; and lists of pieces at a price each."""
from __future__ import annotations

from app.core.batch import Batch
from importers.base import Sheet, Value
from tests.importers.grids import by_month, fields, names, of, read, said, sheet, undated


def _works() -> Sheet:
    rows: list[list[Value]] = [["Work", "Lot", "Cost local", "Cost import"]]
    rows += [[f"Wall {n}", f"L{n % 3}", 100.0 + n, 60.5 + n] for n in range(1, 10)]
    return sheet("Works", *rows)


def test_a_column_that_adds_up_to_one_of_several_of_an_earlier_sheet_is_asked_about() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 600.0], ["Glass", "Ben", 300.0],
                  ["Paint", "Cai", 45.0])
    asked = [i for i in read(_works(), recap).issues if "add up to the same" in i.message]
    assert [(i.sheet, i.cell, i.answer) for i in asked] == [("Recap", "C2", "sheet@Recap=ignore")]
    assert "column C of Works" in asked[0].message and asked[0].severity == "question"


def test_of_several_amounts_of_the_later_sheet_only_the_column_that_repeats_is_named() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost", "Cost of paint"], ["Concrete", "Ann", 600.0, 20.0],
                  ["Glass", "Ben", 300.0, 10.0], ["Paint", "Cai", 45.0, 8.0])
    batch = read(_works(), recap)
    asked = [i for i in batch.issues if "add up to the same" in i.message]
    assert [i.answer for i in asked] == ["column.C@Recap=custom"]
    again = read(_works(), recap, **{"column.C@Recap": "custom"})
    assert undated(batch) - undated(again) == 945_00 and not [i for i in again.issues if "add up to" in i.message]


def test_a_sheet_all_of_whose_columns_repeat_one_is_named_as_a_whole() -> None:
    recap = sheet("Recap", ["Lot", "Owner", "Cost local", "Cost import"], ["Concrete", "Ann", 600.0, 500.0],
                  ["Glass", "Ben", 300.0, 400.0], ["Paint", "Cai", 45.0, 45.0])
    asked = [i for i in read(_works(), recap).issues if "add up to the same" in i.message]
    assert [i.answer for i in asked] == ["sheet@Recap=ignore"]


def test_columns_that_differ_by_a_cent_or_hold_one_amount_are_not_asked_about() -> None:
    other = sheet("Other", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 600.0], ["Glass", "Ben", 300.0],
                  ["Paint", "Cai", 45.01])
    assert "add up to" not in said(read(_works(), other))
    assert "add up to" not in said(read(_works(), sheet("One", ["Lot", "Owner", "Cost"], ["Concrete", "Ann", 945.0])))


def test_a_total_that_has_a_status_like_the_lots_above_it_is_no_lot() -> None:
    rows: list[list[Value]] = [["Lot name", "Cost", "Status"], ["Concrete", 600.0, "checked"],
                               ["Glass", 300.0, "checked"], ["Paint", 45.0, "open"], ["Total net", 945.0, "3 checked"]]
    batch = read(sheet("Lots", *rows))
    assert names(batch) == ["Concrete", "Glass", "Paint"] and undated(batch) == 945_00
    assert "taken for a total, not counted" in said(batch)
    rows[-1][1] = 20.0                                     # a lot that is only called so
    assert undated(read(sheet("Lots", *rows))) == 965_00


def test_pieces_at_a_price_are_a_list_of_amounts_whatever_the_amounts_are_headed() -> None:
    rows: list[list[Value]] = [["N°", "Ouvrage", "Unité", "Quantité", "PU (FCFA)", "PT (FCFA)"]]
    rows += [[f"A.{n}", f"Mur {n}", "m2", 1.37 * n, 4200.0, round(1.37 * n * 4200.0)] for n in range(1, 9)]
    batch = read(sheet("Devis", *rows))
    assert undated(batch) == 100 * sum(round(1.37 * n * 4200.0) for n in range(1, 9))
    assert fields(batch)["PU (FCFA)"] == "custom" and fields(batch)["Unité"] == "custom"
    assert not of(batch, "unit")


def test_a_unit_beside_a_price_alone_is_no_business_unit() -> None:
    batch = read(sheet("Prices", ["Work name", "Units", "Unit price", "Status"], ["Wall", "$/m2", 20.5, "open"],
                       ["Roof", "$/m2", 30.0, "open"], ["Door", "$/each", 400.0, "done"]))
    assert fields(batch)["Units"] == "custom" and not of(batch, "unit")
    kept = read(sheet("Work", ["Work name", "Unit", "Status"], ["Wall", "North", "open"], ["Roof", "South", "open"]))
    assert fields(kept)["Unit"] == "unit" and len(of(kept, "unit")) == 2


def test_a_number_of_pieces_is_no_id_and_its_sum_no_piece() -> None:
    batch = read(sheet("Kit", ["Thing", "Number of Units", "Cost per unit", "Sub total"],
                       ["Radios", 150.0, 499.0, 74850.0], ["Masts", 30.0, 1200.0, 36000.0],
                       ["Cables", 50.0, 99.0, 4950.0], ["Total for kit", 115800.0]))
    assert names(batch) == ["Radios", "Masts", "Cables"] and undated(batch) == 115800_00
    assert all("code" not in i.fields for i in of(batch, "measure"))


def _types(batch: Batch) -> set[str]:
    return {i.fields["type"] for i in of(batch, "effect_line")}


def test_what_stands_by_kinds_of_cost_or_beside_a_price_is_cost_and_still_asked_about() -> None:
    kinds = read(sheet("Tabelle1", ["Kostenart", "Okt 26", "Nov 26", "Dez 26"], ["Personal", 1100.0, 2200.0, 2100.0],
                       ["Material", 10.0, 25.0, 30.0]))
    assert _types(kinds) == {"one_time_cost"} and by_month(kinds) == {"plan": 5465_00}
    priced = read(sheet("Hoja1", ["Rubro", "Cantidad", "Costo unitario", "Subtotal (COP)"],
                        ["Licencia", "3 meses", 60.0, 180.0], ["Equipo", "2 unidades", 500.0, 1000.0],
                        ["Viaje", "1 viaje", 90.0, 90.0]))
    assert _types(priced) == {"one_time_cost"} and undated(priced) == 1270_00
    for batch in (kinds, priced):
        assert [i for i in batch.issues if i.severity == "question" and i.answer == "effect_type=recurring_cost"]


def test_a_table_of_costs_and_benefits_is_no_table_of_costs() -> None:
    batch = read(sheet("Kosten-Nutzen", ["Posten", "Jan 26", "Feb 26", "Mrz 26"], ["Lizenz", 10.0, 20.0, 30.0],
                       ["Ersparnis", 50.0, 60.0, 70.0]))
    assert _types(batch) == {"recurring_benefit"}


def test_a_total_written_beside_the_rows_makes_none_of_them_a_total() -> None:
    rows: list[list[Value]] = [["Nazwa", "Ilość", "Cena za sztukę (zł)", "Cena całkowita", None],
                               ["Router", 2.0, 450.0, 900.0, "https://example.org"],
                               ["Panel", 4.0, 20.0, 80.0, "Suma końcowa:"], ["Kabel", 10.0, 2.5, 25.0, 1005.0]]
    batch = read(sheet("Arkusz1", *rows))
    assert names(batch) == ["Router", "Panel", "Kabel"] and undated(batch) == 1005_00
    rows.append([None, None, "Suma końcowa:", 1005.0, None])
    assert undated(read(sheet("Arkusz1", *rows))) == 1005_00


def test_a_pivot_in_portuguese_is_one() -> None:
    works = sheet("Itens", ["Item", "Qtde", "Valor unitário", "Total"], ["Mesa", 2.0, 50.0, 100.0],
                  ["Porta", 3.0, 10.0, 30.0], ["Luz", 4.0, 5.0, 20.0])
    pivot = sheet("Por item", ["Rótulos de Linha", "Soma de Qtde", "Soma de Total"], ["Mesa", 2.0, 100.0],
                  ["Porta", 3.0, 30.0], ["Luz", 4.0, 20.0])
    batch = read(works, pivot)
    assert [s.role for s in batch.sheets] == ["data", "rollup"] and undated(batch) == 150_00


def test_a_text_file_of_pieces_and_prices_is_no_sheet_of_words() -> None:
    rows: list[list[Value]] = [["STT", "Tên vật dụng", "Số lượng", "Đơn giá", "Thành tiền", "Ghi chú"],
                               ["1", "Giường", "5", "6,000,000", "30,000,000", None],
                               ["2", "Ghế", "5", "300,000", "1,500,000", "mới"],
                               ["3", "Máy lạnh", "2", "7,000,000", "14,000,000", None],
                               [None, "Tổng cộng", None, None, "45,500,000", None]]
    batch = read(sheet("capex", *rows))
    assert names(batch) == ["Giường", "Ghế", "Máy lạnh"] and undated(batch) == 45_500_000_00
    assert fields(batch)["Đơn giá"] == "custom"


def test_columns_of_words_alone_stay_a_sheet_of_choices() -> None:
    batch = read(sheet("Werte", ["Farbe", "Größe", "Form"], ["rot", "klein", "rund"], ["blau", "groß"],
                       ["grün"]))
    assert [s.role for s in batch.sheets] == ["list"]


def test_a_sheet_of_sums_by_a_word_of_the_rows_is_asked_about_though_it_holds_more() -> None:
    items = sheet("Items", ["Item", "Cost", "Kind of money", "Department"], ["Desk", 100.0, "Capital", "North"],
                  ["Door", 30.0, "Running", "North"], ["Lamp", 20.0, "Running", "South"],
                  ["Key", 5.0, "Capital", "South"])
    kinds = sheet("Kinds", ["Kind", "Owner", "Cost"], ["Capital", "Ann", 105.0], ["Running", "Ben", 50.0],
                  ["Left over", "Cai", 7.5])
    asked = [i for i in read(items, kinds).issues if "sums of the rows" in i.message]
    assert [(i.severity, i.cell, i.answer) for i in asked] == [("question", "C2", "sheet@Kinds=ignore")]
    assert "by “Kind of money”" in asked[0].message and "2 plan amounts" in asked[0].message
    assert "2 plan amounts of Kinds are sums of the rows of Items" in said(read(kinds, items))
    kinds.rows[2][2] = 51.0
    assert "sums of the rows" not in said(read(items, kinds))


def test_what_an_hour_costs_above_a_list_of_work_is_no_work() -> None:
    batch = read(sheet("Budget", ["EUR HT", None, "Expert", "Développeur", "Total"],
                       ["Tarif/jour", None, 750.0, 600.0, 1350.0], [None], ["Coût des ressources"],
                       ["&", "Étape", "Expert", "Développeur", "Total en EUR HT"],
                       ["Analyse", "Audit des besoins", 8.0, None, 6000.0], ["Tests", "Recette", 2.0, 4.0, 3900.0],
                       ["Lancement", "Mise en ligne", None, 3.0, 1800.0], ["TOTAL HT", None, 10.0, 7.0, 11700.0]))
    assert undated(batch) == 11700_00 and len(of(batch, "measure")) == 3
    assert "A2: filled rows of no table" in said(batch)


def test_a_rate_among_the_rows_is_left_out_and_named() -> None:
    rows: list[list[Value]] = [["Work", "Owner", "Cost"], ["Design", "Ann", 600.0], ["Build", "Ben", 900.0],
                               ["Hourly rate", None, 85.0], ["Cut the scrap rate", "Cai", 40.0]]
    batch = read(sheet("Work", *rows))
    assert names(batch) == ["Design", "Build", "Cut the scrap rate"] and undated(batch) == 1540_00
    assert "A4: words among or below the rows, no row of the list; left out" in said(batch)


def test_a_hidden_sheet_of_amounts_is_no_sheet_of_look_up_values() -> None:
    old = sheet("Old budget", ["Step", "Remark on it", "Total cost"], ["Design", "by us", 500.0],
                ["Build", "by others", 800.0], ["Test", "by us", 80.0], hidden=True)
    new = sheet("Budget", ["Step", "Owner", "Cost"], ["Design", "Ann", 600.0], ["Build", "Ben", 900.0])
    batch = read(old, new)
    assert undated(batch) == 1500_00
    assert "warning Old budget  A hidden sheet that holds amounts" in said(batch)


def test_lists_beside_each_other_above_another_list_are_parted_too() -> None:
    batch = read(sheet(
        "Camp", ["Expense", "Owner", "Cost", None, "Expense", "Owner", "Cost"],
        ["Hall", "Ann", 20.0, None, "Tent", "Ann", 15.0], ["Food", "Ben", 30.0, None, "Stove", "Ben", 5.0], [None],
        ["Income", "Owner", "Benefit", "Status"], ["Fees", "Ann", 60.0, "open"], ["Gift", "Ben", 10.0, "done"]))
    costs = [i.fields["undated_plan"] for i in of(batch, "effect_line") if i.fields["type"] == "one_time_cost"]
    assert sorted(costs) == [5_00, 15_00, 20_00, 30_00]
    assert sorted(names(batch)) == ["Fees", "Food", "Gift", "Hall", "Stove", "Tent"] and undated(batch) == 140_00


def test_rows_of_figures_above_the_header_are_no_words_and_warned_of() -> None:
    batch = read(sheet("Camp", ["Hall", 20.0, 2.0, 40.0], ["Food", 30.0, 1.0, 30.0], [None],
                       ["Work", "Owner", "Cost"], ["Build", "Ann", 60.0], ["Test", "Ben", 10.0]))
    assert undated(batch) == 70_00
    assert "warning Camp A1 A1:A2: above the header; taken for words and figures" in said(batch)


def test_fringe_benefits_are_a_cost() -> None:
    batch = read(sheet("Staff", ["Role", "Owner", "Fringe benefits"], ["Postdoc", "Ann", 100.0],
                       ["Student", "Ben", 20.0]))
    assert _types(batch) == {"one_time_cost"} and undated(batch) == 120_00


def test_what_rows_are_counted_in_calls_none_of_them() -> None:
    def priced(text: str) -> Sheet:
        rows: list[list[Value]] = [["I1", "Descripción", "Cantidad", "Unidades", "Precio", "Subtotal"]]
        rows += [[f"{n:02}", text.format(n), float(n), "horas", 14.0, 14.0 * n] for n in range(1, 9)]
        return sheet("costes", *rows)
    batch = read(priced("Consultor {}"))
    assert names(batch) == [f"Consultor {n}" for n in range(1, 9)] and undated(batch) == 504_00
    batch = read(priced("Consultor"))
    assert not names(batch) and "no column below it holds names" in said(batch)


def test_hours_at_a_rate_make_an_amount_whatever_it_is_headed() -> None:
    batch = read(sheet("Budget", ["Role", "Resource", "Hours Per Project", "Hourly Rate", "Total Rate Per Project"],
                       ["Owner of it", "Ann Arbor", 200.0, 65.0, 13000.0], ["Coach", "Ben Bow", 200.0, 55.0, 11000.0],
                       ["Builder", "Cai Coe", 400.0, 50.0, 20000.0], ["Upkeep", None, None, None, 1000.0]))
    assert undated(batch) == 45000_00 and len(names(batch)) == 4


def test_amounts_that_no_sum_counts_beside_others_are_named() -> None:
    batch = read(sheet("Salon", ["Nom", "Quantité", "Prix unitaire (€)", "Dépenses totales (€)", "Recettes (€)"],
                       ["Stand", 2.0, 40.0, 80.0, 0.0], ["Place", 50.0, 1.0, 50.0, 400.0],
                       ["Boisson", 9.0, 2.0, 18.0, 27.0]))
    assert undated(batch) == 148_00
    assert "note Salon E1 E1: amounts under headings" in said(batch) and "C1, E1" not in said(batch)


def test_words_beside_a_table_call_none_of_its_rows() -> None:
    rows: list[list[Value]] = [["Papeis", "Salario", "Custo (R$)", None, None, "Hospedagem", "Loja: R$ 1.403"],
                               ["Gerente", 13000.0, 156000.0, None, None, "Equipamentos", "Placa: R$ 55,90"],
                               ["Analista", 4000.0, 48000.0, None, None, "Servidor", "Loja: R$ 1.403/Mês"],
                               ["Testador", 3000.0, 36000.0, None, None, "Domínio", "Grátis para nós"]]
    batch = read(sheet("Custos", *rows))
    assert names(batch) == ["Gerente", "Analista", "Testador"] and undated(batch) == 240000_00
