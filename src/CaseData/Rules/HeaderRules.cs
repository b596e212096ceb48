using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Header: age, pupil number and motherhood, by themselves and against the episodes.</summary>
internal static class HeaderRules
{
    private const int Oldest = 25;
    private const int SchoolAge = 4;
    private const int YoungestMother = 11;
    private const string WhyMothers = "Mothers in care are counted, and the counts are wrong when the two cells that tell of one contradict each other.";

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "A child's age decides what is asked about the child and which figures the child is counted in.",
            OfRow<HeaderRow>(
                "301", Table.Header, "DOB", "The child was born after the year ended: mend the date of birth.", (row, year) => row.Dob.Value > year.End) with
            {
                Example = "Header DOB=01/04/2025>01/04/2015",
            },
            OfRow<HeaderRow>(
                "351",
                Table.Header,
                "DOB",
                "The person was over 25 when the year began: mend the date of birth, or take the person out of the return.",
                (row, year) => Ages.Birthday(row.Dob.Value, Oldest) < year.Start) with
            {
                Example = "Header DOB=01/01/1990>01/01/2010",
            },
            OfChild(
                "302",
                "The first episode starts before the child was born: mend DECOM or the date of birth.",
                (child, report) =>
                {
                    if (child.FirstEpisode is not { } first)
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        if (header.Dob.Value > first.Decom.Value)
                        {
                            report.Add(first, header);
                        }
                    }
                },
                Columns(Table.Episodes, "DECOM"),
                Columns(Table.Header, "DOB")) with
            {
                Example = """
                    Header DOB=02/05/2024>01/05/2024
                    Episodes DECOM=01/05/2024
                    """,
            }),
        OfRow<HeaderRow>(
            "232", Table.Header, "SEX", "The sex is given as unknown (U): find out and write M or F.", row => row.Sex == "U") with
        {
            FirstYear = 2025,
            Why = "U stands for what nobody could find out; figures by sex leave these children out.",
            Example = "Header SEX=U>F",
        },
        .. Because(
            "The number joins the child's care to school results; the codes for an unknown one are for children who cannot have one yet.",
            OfRow<HeaderRow>(
                "209",
                Table.Header,
                "UPN DOB",
                "The child is of school age, so UN1 (not of school age) cannot be: write the pupil number, or the code that says why there is none.",
                (row, year) => row.Upn == "UN1" && Ages.HasReached(row.Dob.Value, SchoolAge, new DateOnly(year.Start.Year - 1, 8, 31))) with
            {
                Reading = "Of school age is who was 4 by the 31 August before the year began.",
                Example = "Header DOB=01/01/2019 UPN=UN1>A123456789012",
            },
            OfChild(
                "210",
                "The child has been looked after for more than a week by 31 March, so UN4 (just started) cannot be: write the pupil number, or another code.",
                (child, report) =>
                {
                    if (!child.IsLookedAfterAtYearEnd || child.Periods is not [.., var latest] || !(latest.From < child.Year.End.AddDays(-7)))
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        if (header.Upn == "UN4")
                        {
                            report.Add(header);
                        }
                    }
                },
                Columns(Table.Header, "UPN")) with
            {
                Needs = [Table.Header, Table.Episodes],
                Reading = "Counted from the start of the latest period of care in the file; only children still looked after on 31 March.",
                Differs = "The sector's validator reports the children who came into care in the last week of the year, for whom UN4 is meant.",
                Example = """
                    Header UPN=UN4>A123456789012
                    Episodes DECOM=01/06/2024 RNE=S LS=C2
                    """,
            },
            OfChild(
                "442",
                "The pupil number is blank: write it, or UN1 to UN5 for why there is none.",
                (child, report) =>
                {
                    if (!child.HasMoreThanShortBreaks)
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        if (header.Upn is null)
                        {
                            report.Add(header);
                        }
                    }
                },
                Columns(Table.Header, "UPN")) with
            {
                Needs = [Table.Header, Table.Episodes],
                Reading = "Not asked of children who are only looked after in short breaks (V3, V4).",
                Example = """
                    Header UPN=->UN1
                    Episodes DECOM=01/06/2024 LS=C2
                    """,
            }),
        .. Because(
            WhyMothers,
            OfRow<HeaderRow>(
                "174",
                Table.Header,
                "SEX MC_DOB",
                "A boy has a mother's child: clear MC_DOB, or mend SEX.",
                row => row.IsMale && row.McDob.IsPresent) with
            {
                Example = "Header SEX=M MC_DOB=01/05/2024>-",
            },
            OfRow<HeaderRow>(
                "611",
                Table.Header,
                "MOTHER MC_DOB",
                "The child is a mother but her child's date of birth is blank: fill MC_DOB, or mend MOTHER.",
                row => row.Mother == "1" && row.McDob.IsBlank) with
            {
                Example = "Header SEX=F MOTHER=1 MC_DOB=->01/05/2024",
            },
            OfRow<HeaderRow>(
                "612",
                Table.Header,
                "SEX MOTHER MC_DOB",
                "There is a mother's child, but MOTHER does not say that she is one: write 1 in MOTHER, or clear MC_DOB.",
                row => row.IsFemale && row.Mother is null or "0" && row.McDob.IsPresent) with
            {
                Example = "Header SEX=F MOTHER=0>1 MC_DOB=01/05/2024",
            },
            OfRow<HeaderRow>(
                "620",
                Table.Header,
                "DOB MOTHER",
                "A mother was under 11 when the year began: mend DOB or MOTHER.",
                (row, year) => row.Mother == "1" && Ages.Birthday(row.Dob.Value, YoungestMother) > year.Start) with
            {
                Example = "Header DOB=01/05/2014>01/05/2008 MOTHER=1",
            },
            OfRow<HeaderRow>(
                "621",
                Table.Header,
                "DOB MC_DOB",
                "The mother is not older than her child: mend DOB or MC_DOB.",
                row => row.McDob.Value <= row.Dob.Value) with
            {
                Example = "Header DOB=01/05/2008 MC_DOB=01/05/2007>01/05/2024",
            },
            OfChild(
                "625",
                "The mother's child was born after the year ended, or after the mother left care: mend MC_DOB.",
                (child, report) =>
                {
                    var last = child.LastEpisode is { IsCeased: true } ended ? ended : null;
                    foreach (var header in child.Now.Header)
                    {
                        if (header.McDob.Value > last?.Dec.Value)
                        {
                            report.Add(header, last!);
                        }
                        else if (header.McDob.Value > child.Year.End)
                        {
                            report.Add(header);
                        }
                    }
                },
                Columns(Table.Header, "MC_DOB"),
                Columns(Table.Episodes, "DEC")) with
            {
                Reading = "She left care when her last episode ends in anything but X1.",
                Example = """
                    Header DOB=01/05/2008 MC_DOB=01/09/2024>01/05/2024
                    Episodes DECOM=01/05/2023 DEC=01/08/2024 REC=E4A
                    """,
            },
            MotherBlank(
                "393",
                "A girl is looked after, but MOTHER is blank: write 1 when she is a mother, otherwise 0.",
                child => child.HasMoreThanShortBreaks) with
            {
                Example = """
                    Header SEX=F MOTHER=->0
                    Episodes DECOM=01/06/2024 LS=C2
                    """,
            },
            OfChild(
                "607",
                "A girl ceased to be looked after in the year, but MOTHER is blank: write 1 when she is a mother, otherwise 0.",
                (child, report) =>
                {
                    foreach (var header in child.Now.Header)
                    {
                        if (!header.IsFemale || header.Mother is not null)
                        {
                            continue;
                        }

                        foreach (var episode in child.Now.Episodes)
                        {
                            if (episode.IsCeased && !episode.IsShortBreak && child.Year.Contains(episode.Dec.Value))
                            {
                                report.Add(header, episode);
                            }
                        }
                    }
                },
                Columns(Table.Header, "MOTHER SEX"),
                Columns(Table.Episodes, "DEC REC LS")) with
            {
                Example = """
                    Header SEX=F MOTHER=->0
                    Episodes DECOM=01/06/2023 LS=C2 DEC=01/06/2024 REC=E4A
                    """,
            },
            OfChild(
                "165",
                "MOTHER does not fit the child: 0 or 1 for a girl looked after in the year, blank for a boy and for a care leaver.",
                (child, report) =>
                {
                    var (inYear, isLeaver) = (false, false);
                    foreach (var episode in child.Now.Episodes)
                    {
                        inYear |= !episode.IsShortBreak && episode.Decom.Value <= child.Year.End && (episode.Dec.Value is null || episode.Dec.Value >= child.Year.Start);
                    }

                    foreach (var leaver in child.Now.OC3)
                    {
                        isLeaver |= leaver.IsFilled;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        var fails = header.Mother is null
                            ? header.IsFemale && inYear
                            : header.Mother is not ("0" or "1") || header.IsMale || (header.IsFemale && !inYear && isLeaver);
                        if (!fails)
                        {
                            continue;
                        }

                        report.Add(header);
                        foreach (var leaver in child.Now.OC3)
                        {
                            report.Add(leaver);
                        }
                    }
                },
                Columns(Table.Header, "MOTHER SEX"),
                Columns(Table.OC3, "IN_TOUCH ACTIV ACCOM")) with
            {
                Needs = [Table.Header, Table.Episodes, Table.OC3],
                Example = """
                    Header SEX=M MOTHER=1>-
                    Episodes DECOM=01/06/2024 LS=C2
                    OC3
                    """,
            },
            OfChild(
                "628",
                "A care leaver who was not looked after in the year has MOTHER filled: clear it.",
                (child, report) =>
                {
                    if (child.Now.Episodes.Count > 0 || !child.Now.OC3.Any(leaver => leaver.IsFilled))
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        if (header.Mother is not null)
                        {
                            report.Add(header);
                        }
                    }
                },
                Columns(Table.Header, "MOTHER")) with
            {
                Needs = [Table.Header, Table.Episodes, Table.OC3],
                Example = """
                    Header SEX=F MOTHER=0>-
                    OC3 IN_TOUCH=YES ACTIV=F1 ACCOM=B1
                    Episodes
                    """,
            }),
        OfChild(
            "EPI",
            "The child is in Header but has neither episodes nor care leaver's details: add the episodes, or take the child out of Header.",
            (child, report) =>
            {
                if (child.Now.Episodes.Count + child.Now.OC3.Count == 0)
                {
                    foreach (var header in child.Now.Header)
                    {
                        report.Add(header);
                    }
                }
            },
            Columns(Table.Header, "CHILD")) with
        {
            Needs = [Table.Header, Table.Episodes, Table.OC3],
            Why = "A child of whom nothing is told cannot be counted anywhere; mostly a row of Episodes is missing.",
            Example = """
                Header DOB=01/05/2015
                +Episodes DECOM=01/06/2024 RNE=S
                OC3
                """,
        },
    ];

    private static Rule MotherBlank(string number, string mend, Func<ChildCase, bool> applies) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            foreach (var header in child.Now.Header)
            {
                if (header.IsFemale && header.Mother is null && applies(child))
                {
                    report.Add(header);
                }
            }
        },
        Columns(Table.Header, "MOTHER")) with
        {
            Needs = [Table.Header, Table.Episodes],
            Reading = "Not asked of girls who are only looked after in short breaks (V3, V4).",
        };
}
