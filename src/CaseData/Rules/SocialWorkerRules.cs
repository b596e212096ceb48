using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>SWEpisodes: who was the child's social worker, and when.</summary>
internal static class SocialWorkerRules
{
    /// <summary>Spells are collected whole since 1 April 2023; what began before may be told of in part.</summary>
    internal static readonly DateOnly FirstCollected = new(2023, 4, 1);

    private const string Spell = "SWEpisodes SW_ID=SW12345 SW_REASON=OTHERS ";

    /// <summary>How many days may lie between two spells, or be shared by them, while a case is handed over.</summary>
    private const int HandOver = 7;
    private const int Gap = 5;

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "How often a child's social worker changes is counted from these spells; a spell with gaps in it, or a time with nobody, is a change too many or too few.",
            OfChild(
                "SW01STG1",
                "The child is looked after on 31 March, but no whole spell of a social worker is returned: add one with SW_ID, SW_DECOM and SW_REASON.",
                (child, report) =>
                {
                    if (child.Now.SocialWorkers.Any(row => row.SwId is not null && row.SwDecom.IsPresent && row.SwReason is not null))
                    {
                        return;
                    }

                    foreach (var episode in child.Now.Episodes)
                    {
                        if (episode.Dec.IsBlank && !episode.IsShortBreak)
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "DEC")) with
            {
                FirstYear = 2024,
                LastYear = 2024,
                Needs = [Table.Episodes, Table.SWEpisodes],
                Differs = "The sector's validator reports the number of the episode's row as one of SWEpisodes.",
                Example = """
                    Episodes DECOM=01/05/2023 LS=C2
                    SWEpisodes
                    +SWEpisodes SW_ID=SW12345 SW_DECOM=01/05/2023 SW_REASON=OTHERS
                    """,
            },
            OfRow<SwEpisodeRow>(
                "SW03STG1",
                Table.SWEpisodes,
                "SW_ID SW_DECOM SW_REASON",
                "The spell is incomplete: fill SW_ID, SW_DECOM and SW_REASON.",
                row => row.SwId is null || row.SwDecom.IsBlank || row.SwReason is null) with
            {
                FirstYear = 2024,
                LastYear = 2024,
                Example = "SWEpisodes SW_ID=->SW12345 SW_DECOM=01/05/2023 SW_REASON=OTHERS",
            },
            OfRow<SwEpisodeRow>(
                "SW01aSTG1",
                Table.SWEpisodes,
                "SW_DECOM SW_ID",
                "A spell that began before 1 April 2023 needs its first day and the worker's number: fill SW_DECOM and SW_ID.",
                row => row.SwDecom.IsBlank || (row.SwDecom.Value < FirstCollected && row.SwId is null)) with
            {
                FirstYear = 2025,
                Example = "SWEpisodes SW_ID=->SW12345 SW_DECOM=01/05/2022",
            },
            OfRow<SwEpisodeRow>(
                "SW01bSTG1",
                Table.SWEpisodes,
                "SW_DECOM SW_ID SW_REASON",
                "The spell needs its first day, the worker's number and the reason: fill SW_DECOM, SW_ID and SW_REASON.",
                row => row.SwDecom.IsBlank || (row.SwDecom.Value >= FirstCollected && (row.SwId is null || row.SwReason is null))) with
            {
                FirstYear = 2025,
                Example = "SWEpisodes SW_ID=->SW12345 SW_DECOM=01/05/2024 SW_REASON=OTHERS",
            },
            OfRow<SwEpisodeRow>(
                "SW06STG2",
                Table.SWEpisodes,
                "SW_DECOM",
                "The spell starts after the year ended: mend SW_DECOM, or leave it to next year's return.",
                (row, year) => row.SwDecom.Value > year.End) with
            {
                FirstYear = 2024,
                Example = Spell + "SW_DECOM=01/04/2025>01/03/2025",
            },
            OfRow<SwEpisodeRow>(
                "SW07STG2",
                Table.SWEpisodes,
                "SW_DEC",
                "The spell ends outside the time reported on: mend SW_DEC, or take the row out.",
                (row, year) => row.SwDec.Value is { } end && (end > year.End || end < (year.Ending < 2025 ? year.Start : year.Start.AddYears(-1)))) with
            {
                FirstYear = 2024,
                Reading = "The year of the return; from 2025 the year before it too.",
                Example = Spell + "SW_DECOM=01/05/2024 SW_DEC=01/04/2025>-",
            },
            OfSpells(
                "SW08STG2",
                "SW_DEC",
                "A later spell has started but this one has not ended: fill SW_DEC.",
                (spell, next, _) => spell.SwDec.IsBlank && next is not null && spell.SwDecom.Value is not null ? spell : null) with
            {
                Example = $"{Spell}SW_DECOM=01/05/2024 SW_DEC=->01/09/2024\n{Spell}SW_DECOM=01/09/2024",
            },
            OfSpells(
                "SW14STG2",
                "SW_DEC",
                "Only the latest spell may be open: fill SW_DEC.",
                (spell, next, _) => spell.SwDec.IsBlank && next is not null ? spell : null) with
            {
                LastYear = 2024,
                Example = $"{Spell}SW_DECOM=01/05/2023 SW_DEC=->01/09/2023\n{Spell}SW_DECOM=01/09/2023",
            },
            OfRow<SwEpisodeRow>(
                "SW09STG2",
                Table.SWEpisodes,
                "SW_DECOM SW_DEC",
                "The spell starts and ends on one day: mend SW_DECOM or SW_DEC, or take the row out.",
                row => row.SwDecom.Value is { } day && day == row.SwDec.Value) with
            {
                FirstYear = 2024,
                Example = Spell + "SW_DECOM=01/05/2024 SW_DEC=01/05/2024>01/06/2024",
            },
            OfSpells(
                "SW10STG2",
                "SW_DECOM",
                "The spell starts while the one before it goes on: mend SW_DECOM, or the SW_DEC before.",
                (spell, next, child) => next is not null && next.SwDecom.Value is { } from && spell.SwDec.Value is { } ended && from < ended.AddDays(-HandOver)
                    && !(child.Year.Ending >= 2025 && next.SwReason == "FCONTA") ? next : null) with
            {
                Reading = "Seven days may be shared while a case is handed over; from 2025 a first contact (FCONTA) may overlap.",
                Differs = "The sector's validator reports gaps of more than seven days too, which the text does not speak of.",
                Example = $"{Spell}SW_DECOM=01/05/2024 SW_DEC=01/09/2024>01/08/2024\n{Spell}SW_DECOM=01/08/2024",
            },
            OfSpells(
                "SW11aSTG2",
                "SW_DEC",
                "The spell ended before 31 March and no other follows: add the next worker, or mend SW_DEC.",
                (spell, next, child) => spell.SwDec.Value < child.Year.End.AddDays(-Gap) && child.IsLookedAfterAtYearEnd
                    && !(next?.SwDecom.Value <= spell.SwDec.Value!.Value.AddDays(Gap)) ? spell : null) with
            {
                LastYear = 2024,
                Needs = [Table.SWEpisodes, Table.Episodes],
                Reading = "Of children looked after on 31 March; the next spell may start within five days.",
                Example = $"Episodes DECOM=01/05/2023\n{Spell}SW_DECOM=01/05/2023 SW_DEC=01/09/2023\n+{Spell}SW_DECOM=03/09/2023",
            },
            OfSpells(
                "SW11bSTG2",
                "SW_DEC",
                "The spell ended in the last days before 31 March and no other follows: add the next worker, or mend SW_DEC.",
                (spell, next, child) => next is null && child.IsLookedAfterAtYearEnd && spell.SwDec.Value >= child.Year.End.AddDays(-Gap)
                    && spell.SwDec.Value <= child.Year.End ? spell : null) with
            {
                Needs = [Table.SWEpisodes, Table.Episodes],
                Reading = "Of children looked after on 31 March; the last five days of the year.",
                Example = $"Episodes DECOM=01/05/2024\n{Spell}SW_DECOM=01/05/2024 SW_DEC=28/03/2025>-",
            },
            OfChild(
                "SW12STG2",
                "The child is looked after on 31 March, and the spells do not go back to the start of the year, or of care: add the worker who comes first.",
                (child, report) =>
                {
                    var spells = InOrder(child);
                    if (!child.IsLookedAfterAtYearEnd || spells.Count == 0 || spells[0].SwDecom.Value is not { } first)
                    {
                        return;
                    }

                    var from = child.Periods[^1].From > child.Year.Start ? child.Periods[^1].From : child.Year.Start;
                    if (first > from.AddDays(HandOver))
                    {
                        report.Add(spells[0]);
                    }
                },
                Columns(Table.SWEpisodes, "SW_DECOM")) with
            {
                FirstYear = 2024,
                Needs = [Table.SWEpisodes, Table.Episodes],
                Reading = "The first spell must have started within seven days of 1 April, or of the start of the latest period of care.",
                Differs = "The sector's validator asks whether any spell began after care did, which the first worker of a child long in care never did.",
                Example = $"Episodes DECOM=01/05/2024\n{Spell}SW_DECOM=01/08/2024>01/05/2024",
            },
            OfSpells(
                "SW17STG2",
                "SW_DECOM SW_DEC",
                "The child is looked after on 31 March, and no social worker's spell is open: clear the SW_DEC of the latest, or add the worker who came next.",
                (spell, next, child) => next is null && spell.SwDec.Value <= child.Year.End && child.IsLookedAfterAtYearEnd ? spell : null) with
            {
                FirstYear = 2026,
                Needs = [Table.SWEpisodes, Table.Episodes],
                Reading = "Of children looked after on 31 March.",
                Differs = "The sector's validator reports children who have left care too.",
                Example = $"Episodes DECOM=01/05/2025\n{Spell}SW_DECOM=01/05/2025 SW_DEC=01/09/2025>-",
            }),
    ];

    /// <summary>A rule over each spell and the next.</summary>
    private static Rule OfSpells(
        string number, string columns, string mend, Func<SwEpisodeRow, SwEpisodeRow?, ChildCase, SwEpisodeRow?> broken) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            var spells = InOrder(child);
            for (var i = 0; i < spells.Count; i++)
            {
                if (broken(spells[i], i + 1 < spells.Count ? spells[i + 1] : null, child) is { } row)
                {
                    report.Add(row);
                }
            }
        },
        Columns(Table.SWEpisodes, columns)) with
        {
            FirstYear = 2024,
        };

    private static ArraySegment<SwEpisodeRow> InOrder(ChildCase child)
    {
        var spells = child.Now.SocialWorkers;
        for (var i = 1; i < spells.Count; i++)
        {
            if (Day(spells[i]) < Day(spells[i - 1]))
            {
                return spells.OrderBy(Day).ToArray();
            }
        }

        return spells;
    }

    private static DateOnly Day(SwEpisodeRow spell) => spell.SwDecom.Value ?? DateOnly.MaxValue;
}
