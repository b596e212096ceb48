using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>PrevPerm: an adoption or another permanent home that came before this period of care.</summary>
internal static class PreviousPermanenceRules
{
    private static readonly DateOnly FirstCollected = new(2016, 4, 1);

    private static readonly Rule StarterHasPreviousPermanence = OfChild(
        "630",
        "The child came into care this year, so PrevPerm must say what came before: Z1, or an option with its council and date.",
        (child, report) =>
        {
            var rows = child.Now.PrevPerm;
            var isWhole = rows.Count > 0;
            foreach (var row in rows)
            {
                isWhole &= !IsIncomplete(row);
            }

            if (isWhole)
            {
                return;
            }

            foreach (var episode in child.Now.Episodes)
            {
                if (episode.Rne == "S" && episode.Decom.Value >= child.Year.Start)
                {
                    report.Add(episode);
                }
            }
        },
        Columns(Table.Episodes, "RNE")) with
    {
        Needs = [Table.Episodes, Table.PrevPerm],
        Example = """
            Episodes DECOM=01/05/2024 RNE=S
            PrevPerm
            +PrevPerm PREV_PERM=Z1
            """,
    };

    private static readonly Rule PreviousBeforeCare = OfChild(
        "632",
        "DATE_PERM is malformed or not before the child came into care: write dd/mm/yyyy with zz for what is not known, earlier than every episode.",
        (child, report) =>
        {
            foreach (var row in child.Now.PrevPerm)
            {
                if (row.DatePerm is null)
                {
                    continue;
                }

                var readable = PartialDate.TryRead(row.DatePerm, out var earliest);
                if (!readable)
                {
                    report.Add(row);
                }

                foreach (var episode in child.Now.Episodes)
                {
                    if (!readable || earliest >= episode.Decom.Value)
                    {
                        report.Add(row, episode);
                    }
                }
            }
        },
        Columns(Table.PrevPerm, "DATE_PERM"),
        Columns(Table.Episodes, "DECOM")) with
    {
        Reading = "Any part may be ZZ; the earliest possible day is compared with every DECOM. A malformed date reports every episode of the child.",
        Differs = "The sector's validator takes the last day of an unknown month or year, an unknown year for 2000, and the child's first episode alone.",
        Example = """
            PrevPerm PREV_PERM=P1 LA_PERM=860 DATE_PERM=zz/06/2024>zz/06/2019
            Episodes DECOM=01/05/2024 RNE=S
            """,
    };

    private static readonly Rule NothingForEarlierStarts = OfChild(
        "634",
        "PrevPerm is only for children who came into care from 1 April 2016: clear its cells, or mend the episodes.",
        (child, report) =>
        {
            if (!(child.LastEpisode?.Decom.Value < FirstCollected))
            {
                return;
            }

            foreach (var row in child.Now.PrevPerm)
            {
                if (row.PrevPerm is not null || row.LaPerm is not null || row.DatePerm is not null)
                {
                    report.Add(row);
                    foreach (var episode in child.Now.Episodes)
                    {
                        report.Add(episode);
                    }
                }
            }
        },
        Columns(Table.PrevPerm, "LA_PERM PREV_PERM DATE_PERM"),
        Columns(Table.Episodes, "DECOM")) with
    {
        Reading = "Fails when the child's latest DECOM is before 1 April 2016, whatever the year of the return.",
        Differs = "The sector's validator asks for an episode that began in the year of the return.",
        Example = """
            PrevPerm PREV_PERM=Z1>-
            Episodes DECOM=01/05/2015
            """,
    };

    private static readonly Rule NoDetailsOfNone = OfRow<PrevPermRow>(
        "635",
        Table.PrevPerm,
        "LA_PERM DATE_PERM PREV_PERM",
        "PREV_PERM is Z1 (none), yet a council or a date is given: clear them, or mend PREV_PERM.",
        row => row.PrevPerm == "Z1" && (row.LaPerm is not null || row.DatePerm is not null)) with
    {
        Reading = "Follows the text of the rule, which names Z1; a blank option with details is rule 630's.",
        Differs = "The sector's validator asks it of a blank option in place of Z1.",
        Example = "PrevPerm PREV_PERM=Z1 LA_PERM=860>-",
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Children who come back into care after adoption or guardianship are counted, to learn which permanent homes last.",
            StarterHasPreviousPermanence,
            PreviousBeforeCare,
            NothingForEarlierStarts,
            NoDetailsOfNone),
    ];

    private static bool IsIncomplete(PrevPermRow row) =>
        row.PrevPerm is null || (row.PrevPerm != "Z1" && (row.LaPerm is null || row.DatePerm is null));
}
