using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>OC3: young people who left care, and what may be told of them.</summary>
internal static class CareLeaverRules
{
    private const string Items = "IN_TOUCH ACTIV ACCOM";
    private const string Filled = "OC3 DOB=01/05/2006 IN_TOUCH=YES>- ACTIV=F1>- ACCOM=B1>-";
    private const string Clear = "clear IN_TOUCH, ACTIV and ACCOM, or mend the episodes";

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "How care leavers fare is reported from these three cells; half of them, or two that contradict each other, say nothing.",
            OfRow<Oc3Row>(
                "153",
                Table.OC3,
                Items,
                "Some of the three cells are filled and some are blank: fill them all, or none.",
                row => row.IsFilled && (row.InTouch is null || row.Activ is null || row.Accom is null)) with
            {
                Example = "OC3 IN_TOUCH=YES ACTIV=F1 ACCOM=->B1",
            },
            OfRow<Oc3Row>(
                "344",
                Table.OC3,
                Items,
                "The young person died or went home for good, but activity or accommodation is filled: write 0 in both, or mend IN_TOUCH.",
                row => row.InTouch is "DIED" or "RHOM" && (row.Activ is not (null or "0") || row.Accom is not (null or "0"))) with
            {
                Reading = "A blank cell is not filled; 153 reports it.",
                Example = "OC3 IN_TOUCH=DIED ACTIV=F1>0 ACCOM=0",
            },
            OfRow<Oc3Row>(
                "345",
                Table.OC3,
                Items,
                "The council is in touch, but activity or accommodation is 0: write what they are, or mend IN_TOUCH.",
                row => row.InTouch == "YES" && (row.Activ == "0" || row.Accom == "0")) with
            {
                Example = "OC3 IN_TOUCH=YES ACTIV=0>F1 ACCOM=B1",
            },
            OfRow<Oc3Row>(
                "347",
                Table.OC3,
                "ACCOM DOB",
                "A young person under 18 cannot live in a foyer (T1, T2): mend ACCOM, or the date of birth.",
                (row, year) => row.Accom is "T1" or "T2" && Ages.IsUnder(row.Dob.Value, 18, year.End)) with
            {
                FirstYear = 2024,
                Reading = "Under 18 on 31 March.",
                Differs = "The sector's validator looks for a code T, which there is not.",
                Example = "OC3 DOB=01/05/2007 IN_TOUCH=YES ACTIV=F1 ACCOM=T1>B1",
            },
            OfRow<Oc3Row>(
                "391",
                Table.OC3,
                "DOB " + Items,
                "The young person is under 17, and only those from 17 to 21 are asked about: take the row out, or mend the date of birth.",
                (row, year) => row.IsFilled && Ages.IsUnder(row.Dob.Value, 17, year.End)) with
            {
                Reading = "Under 17 on 31 March.",
                Example = "OC3 DOB=01/05/2010>01/05/2006 IN_TOUCH=YES ACTIV=F1 ACCOM=B1",
            },
            OfChild(
                "3001",
                "Around the 17th birthday a care leaver cannot be living with former foster carers (Z1, Z2): mend ACCOM, or the date of birth.",
                (child, report) =>
                {
                    foreach (var row in child.Now.OC3)
                    {
                        if (row.Accom is "Z1" or "Z2" && child.Year.Contains(Ages.Birthday(child.Born, 17)))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.OC3, "ACCOM")) with
            {
                Needs = [Table.OC3, Table.Header],
                Reading = "The date of birth is Header's.",
                Example = """
                    Header DOB=01/05/2007
                    OC3 IN_TOUCH=YES ACTIV=F1 ACCOM=Z1>B1
                    """,
            },
            OfChild(
                "348",
                "Last year's return says that the young person died: mend IN_TOUCH, here or there.",
                (child, report) =>
                {
                    foreach (var row in child.Now.OC3)
                    {
                        if (row.InTouch != "DIED" && child.Last.OC3.Any(last => last.InTouch == "DIED"))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.OC3, "IN_TOUCH")) with
            {
                FirstYear = 2026,
                NeedsLast = [Table.OC3],
                Example = """
                    last OC3 IN_TOUCH=DIED>YES
                    OC3 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    """,
            }),
        .. Because(
            "A young person is either looked after, adopted, or a care leaver; told of as two of them, they are counted twice.",
            OfPair(
                "134",
                "The child has care leaver's details and an adoption: take the row out of OC3 or out of AD1.",
                Table.AD1,
                AdopterRules.SixItems,
                child => child.Now.AD1.Any(adoption => adoption.Filled > 0)) with
            {
                Example = "AD1 FOSTER_CARE=1\nOC3 IN_TOUCH=YES>- ACTIV=F1>- ACCOM=B1>-",
            },
            OfPair(
                "215",
                "The child has care leaver's details and items on conviction or health: take the row out of OC3 or out of OC2.",
                Table.OC2,
                "CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
                child => child.Now.OC2.Any(outcome => outcome.IsFilled)) with
            {
                Example = "OC2 IMMUNISATIONS=1\nOC3 IN_TOUCH=YES>- ACTIV=F1>- ACCOM=B1>-",
            },
            OfChild(
                "187",
                "The child was looked after for the whole year, but has an adoption or care leaver's details: clear them, or mend the episodes.",
                (child, report) =>
                {
                    if (!child.IsLookedAfterAllYear)
                    {
                        return;
                    }

                    foreach (var row in child.Now.AD1)
                    {
                        if (row.Filled > 0)
                        {
                            report.Add(row);
                        }
                    }

                    foreach (var row in child.Now.OC3)
                    {
                        if (row.IsFilled)
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.AD1, AdopterRules.SixItems),
                Columns(Table.OC3, Items)) with
            {
                Needs = [Table.AD1, Table.OC3, Table.Episodes],
                Reading = "A child who left care on 31 March itself was not looked after for the whole year.",
                Differs = "The sector's validator takes a child adopted on 31 March for one looked after at the end of the year.",
                Example = "Episodes DECOM=01/05/2023 RNE=S\nAD1\n" + Filled,
            },
            OfRowIn<Oc3Row>(
                "1000",
                Table.OC3,
                Items,
                $"The episodes say that the child died in care: {Clear}.",
                (row, child) => row.IsFilled && (child.Now.Episodes.Any(episode => episode.Rec == "E2") || child.Last.Episodes.Any(episode => episode.Rec == "E2"))) with
            {
                Needs = [Table.OC3, Table.Episodes],
                Reading = "This year's episodes, and last year's when they are at hand.",
                Example = "Episodes DECOM=01/05/2023 DEC=01/05/2024 REC=E2\n" + Filled,
            },
            OfRowIn<Oc3Row>(
                "1001",
                Table.OC3,
                Items,
                $"The episodes do not make a care leaver of the child, who was adopted, or has not been in care since the 16th birthday: {Clear}.",
                (row, child) => row.IsFilled && CanBeTold(row, child) && child.Now.Episodes.Count + child.Last.Episodes.Count > 0 && !WasInCareAtSixteen(row, child)) with
            {
                Needs = [Table.OC3, Table.Episodes],
                NeedsLast = [Table.Episodes],
                Reading = "Only of young people under 18 on 31 March, whose 16th birthday lies within the two returns: of older ones they cannot tell. Short breaks (V3, V4) do not count.",
                Differs = "The sector's validator reckons 91 days since the 14th birthday from two returns, and so reports many whom earlier returns would clear.",
                Example = """
                    last Episodes DECOM=01/05/2022 DEC=01/06/2023 REC=E4A>X1
                    +Episodes DECOM=01/06/2023 DEC=01/06/2024 REC=E4A
                    Episodes
                    OC3 DOB=01/06/2007 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    """,
            },
            OfRowIn<Oc3Row>(
                "1002",
                Table.OC3,
                Items,
                $"The young person has no episodes, in this return or in last year's: {Clear}.",
                (row, child) => row.IsFilled && CanBeTold(row, child) && child.Now.Episodes.Count + child.Last.Episodes.Count == 0) with
            {
                Needs = [Table.OC3, Table.Episodes],
                NeedsLast = [Table.Episodes],
                Reading = "Only of young people under 18 on 31 March, whose 16th birthday lies within the two returns: of older ones they cannot tell.",
                Differs = "The sector's validator reports young people of every age, most of whom earlier returns would clear.",
                Example = """
                    last Episodes
                    last +Episodes DECOM=01/05/2022 DEC=01/09/2023 REC=E4A
                    Episodes
                    OC3 DOB=01/06/2007 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    """,
            },
            OfRowIn<Oc3Row>(
                "1007",
                Table.OC3,
                Items,
                $"The young person was still looked after on the 17th or 18th birthday: {Clear}.",
                (row, child) => row.IsFilled && BirthdayInYear(row, child) is { } birthday
                    && child.Now.Episodes.Any(episode => episode.Decom.Value <= birthday && (episode.Dec.IsBlank || episode.Dec.Value > birthday))) with
            {
                Needs = [Table.OC3, Table.Episodes],
                Reading = "The birthday that falls in the year; an episode that is still open counts.",
                Differs = "The sector's validator passes an episode that is still open.",
                Example = "Episodes DECOM=01/05/2023\n" + Filled,
            },
            OfRowIn<Oc3Row>(
                "1016",
                Table.OC3,
                Items,
                $"The young person ceased to be looked after on or after the 17th or 18th birthday: {Clear}.",
                (row, child) => row.IsFilled && BirthdayInYear(row, child) is { } birthday
                    && child.Now.Episodes.Any(episode => episode.IsCeased && episode.Dec.Value >= birthday)) with
            {
                FirstYear = 2024,
                Needs = [Table.OC3, Table.Episodes],
                Reading = "The birthday that falls in the year.",
                Example = "Episodes DECOM=01/05/2023 DEC=01/06/2024 REC=E4A\n" + Filled,
            },
            OfRowIn<Oc3Row>(
                "1010",
                Table.OC3,
                Items,
                $"Last year's return ended with an open episode, and this year's has none: add the episodes, or {Clear}.",
                (row, child) => row.IsFilled && child.Now.Episodes.Count == 0 && child.LastYearsLastEpisode is { Dec.IsBlank: true }) with
            {
                Needs = [Table.OC3, Table.Episodes],
                NeedsLast = [Table.Episodes],
                Example = "last Episodes DECOM=01/05/2023\nEpisodes\n" + Filled,
            },
            OfRowIn<Oc3Row>(
                "1011",
                Table.OC3,
                Items,
                $"The child's care went over to another council (E3): {Clear}.",
                (row, child) => row.IsFilled && child.LastEpisode is { Rec: "E3" }) with
            {
                Needs = [Table.OC3, Table.Episodes],
                Example = "Episodes DECOM=01/05/2023 DEC=01/06/2024 REC=E3\n" + Filled,
            },
            OfChild(
                "1012",
                "A care leaver who had no episodes in the year has rows in other tables: take them out, or add the episodes.",
                (child, report) =>
                {
                    if (child.Now.OC3.Count == 0 || child.Now.Episodes.Count > 0)
                    {
                        return;
                    }

                    foreach (var table in (ReadOnlySpan<Table>)[Table.PlacedAdoption, Table.Missing, Table.Reviews, Table.AD1, Table.PrevPerm, Table.OC2])
                    {
                        foreach (var row in child.Now.Rows(table))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.PlacedAdoption, "CHILD"),
                Columns(Table.Missing, "CHILD"),
                Columns(Table.Reviews, "CHILD"),
                Columns(Table.AD1, "CHILD"),
                Columns(Table.PrevPerm, "CHILD"),
                Columns(Table.OC2, "CHILD")) with
            {
                Needs = [Table.OC3, Table.Episodes],
                Reading = "Only of children who have a row in OC3.",
                Differs = "The sector's validator reports every child without episodes, care leaver or not.",
                Example = """
                    OC3 DOB=01/05/2005 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    Episodes
                    -Reviews REVIEW=01/06/2024
                    """,
            },
            OfChild(
                "1014",
                "A care leaver who had no episodes in the year has a row in UASC: take it out, or add the episodes.",
                (child, report) =>
                {
                    var isOfYear = child.Now.Episodes.Any(episode =>
                        episode.Decom.Value <= child.Year.End && (episode.Dec.IsBlank || episode.Dec.Value >= child.Year.Start));
                    if (isOfYear || !child.Now.OC3.Any(row => row.IsFilled))
                    {
                        return;
                    }

                    foreach (var asylum in child.Now.Uasc)
                    {
                        foreach (var leaver in child.Now.OC3)
                        {
                            report.Add(asylum, leaver);
                        }
                    }
                },
                Columns(Table.UASC, "DUC"),
                Columns(Table.OC3, Items)) with
            {
                Needs = [Table.OC3, Table.Episodes, Table.UASC],
                Example = """
                    OC3 DOB=01/05/2005 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    Episodes
                    -UASC SEX=M
                    UASC
                    """,
            }),
    ];

    private static Rule OfPair(string number, string mend, Table other, string columns, Func<ChildCase, bool> isFilled) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            if (!isFilled(child) || !child.Now.OC3.Any(row => row.IsFilled))
            {
                return;
            }

            foreach (var row in child.Now.Rows(other))
            {
                report.Add(row);
            }

            foreach (var row in child.Now.OC3)
            {
                report.Add(row);
            }
        },
        Columns(other, columns),
        Columns(Table.OC3, Items));

    /// <summary>Of a young person under 18 the two returns tell of every day since the 16th birthday.</summary>
    private static bool CanBeTold(Oc3Row row, ChildCase child) => Ages.IsUnder(row.Dob.Value, 18, child.Year.End);

    private static bool WasInCareAtSixteen(Oc3Row row, ChildCase child)
    {
        var birthday = Ages.Birthday(row.Dob.Value, 16);
        var last = child.LastEpisode ?? child.LastYearsLastEpisode;
        return last is not { IsAdopted: true }
            && child.Now.Episodes.Concat(child.Last.Episodes).Any(episode => !episode.IsShortBreak && (episode.Dec.IsBlank || episode.Dec.Value > birthday));
    }

    private static DateOnly? BirthdayInYear(Oc3Row row, ChildCase child) =>
        child.Year.Contains(Ages.Birthday(row.Dob.Value, 17)) ? Ages.Birthday(row.Dob.Value, 17)
        : child.Year.Contains(Ages.Birthday(row.Dob.Value, 18)) ? Ages.Birthday(row.Dob.Value, 18) : null;
}
