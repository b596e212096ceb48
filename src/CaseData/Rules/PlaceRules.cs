using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>
/// How far from home a child lives and in which council, which the collection works out from the two postcodes. They are reported at the
/// postcodes: there alone a person can mend them.
/// </summary>
internal static class PlaceRules
{
    private const double Farthest = 999.9;
    private const double Far = 350;
    private const double Change = 0.2;
    private const string Distance = "distance from home";
    private const string WhyFar = "How far from home children live is counted, and a distance that cannot be reckoned is missing from it.";
    private const string WhyWhere = "How many children are placed outside their council's area, and whose schools and health services they come to, is counted from it.";
    private const string WhyYears = "Two returns tell one story: a child who stays where they were on 31 March lives as far from home, and in the same council, as they did then.";

    private const string Unaccompanied = "Not asked of unaccompanied asylum-seeking children, this year's or last year's, nor in short breaks (V3, V4).";
    private const string Status = "A child who had the status in the year before last is asked too, since that return is not at hand.";
    private const string Compared = "This year's first episode by DECOM against last year's last, where that is open; nothing against something differs.";

    // Invented postcodes: two of Staffordshire, one of its neighbour, and one at the other end of a larger country.
    private const string Directory = """
        Postcodes pcds=ZQ1_1AA oseast1m=390000 osnrth1m=320000 oslaua=E07000193 oscty=E10000028
        Postcodes pcds=ZQ2_2BB oseast1m=393000 osnrth1m=324000 oslaua=E07000193 oscty=E10000028
        Postcodes pcds=ZQ3_3DD oseast1m=388000 osnrth1m=346000 oslaua=E06000021 oscty=E99999999
        Postcodes pcds=ZQ9_9ZZ oseast1m=390000 osnrth1m=960000 oslaua=S12000017 oscty=S99999999

        """;

    private const string Impossible = "Postcodes pcds=ZQ8_8XX oseast1m=390000 osnrth1m=2000000 oslaua=E06000021 oscty=E99999999\n";

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Looked(Because(
            WhyFar,
            OfRowIn<EpisodeRow>(
                "164",
                Table.Episodes,
                "HOME_POST PL_POST",
                "The placement is more than 999.9 miles from home, farther than the country is long: mend whichever postcode is wrong.",
                (row, child) => child.PlaceOf(row).Miles > Farthest && !row.IsShortBreak && !AsylumRules.IsOrWas(child)) with
            {
                Needs = [Table.Episodes, Table.UASC],
                Reading = $"{Unaccompanied} {Status} Only a grid reference that is wrong in the directory lies so far off; a distance that cannot be reckoned is 392a's.",
                Example = Directory + Impossible + """
                    Episodes DECOM=01/06/2024 LS=C2 HOME_POST=ZQ1_1AA PL_POST=ZQ8_8XX>ZQ2_2BB
                    UASC
                    """,
            },
            OfRowIn<EpisodeRow>(
                "392a",
                Table.Episodes,
                "HOME_POST PL_POST",
                "How far from home the child lives cannot be reckoned, since a postcode is blank or not in the directory: fill or mend it.",
                (row, child) => !row.IsShortBreak && !child.PlaceOf(row).HasBoth && !AsylumRules.IsOrWas(child)) with
            {
                Needs = [Table.Episodes, Table.UASC],
                Reading = $"{Unaccompanied} {Status} A postcode of Northern Ireland or the islands, which are not on the grid of Great Britain, is enough.",
                Example = Directory + """
                    Episodes DECOM=01/06/2024 LS=C2 HOME_POST=ZQ1_1AA PL_POST=ZQ7_7QQ>ZQ2_2BB
                    UASC
                    """,
            },
            OfRowIn<EpisodeRow>(
                "406",
                Table.Episodes,
                "HOME_POST PL_POST",
                "An unaccompanied asylum-seeking child has no home here to be far from, but a distance can be reckoned: clear HOME_POST.",
                (row, child) => child.PlaceOf(row).Miles is not null && AsylumRules.IsOrWas(child)) with
            {
                Needs = [Table.Episodes, Table.UASC],
                Reading = "Asked of those who have the status this year or had it last year; the year before is not at hand.",
                Example = Directory + """
                    Episodes DECOM=01/06/2024 LS=V2 HOME_POST=ZQ1_1AA>- PL_POST=ZQ2_2BB
                    UASC SEX=M DOB=01/05/2009
                    """,
            },
            OfRowIn<EpisodeRow>(
                "454",
                Table.Episodes,
                "HOME_POST PL_POST",
                "The placement is more than 350 miles from home, which is rare: check both postcodes, and explain it when they are right.",
                (row, child) => child.PlaceOf(row).Miles > Far && !AsylumRules.IsOrWas(child)) with
            {
                FirstYear = 2026,
                Needs = [Table.Episodes, Table.UASC],
                Reading = "Not asked of unaccompanied asylum-seeking children, who should have no distance (406).",
                Differs = "The sector's validator asks it of unaccompanied children as well.",
                Example = Directory + """
                    Episodes DECOM=01/06/2025 LS=C2 HOME_POST=ZQ1_1AA PL_POST=ZQ9_9ZZ>ZQ2_2BB
                    UASC
                    """,
            })),
        .. Looked(Because(
            WhyWhere,
            OfRowIn<EpisodeRow>(
                "169",
                Table.Episodes,
                "PL_POST",
                "The council of the placement cannot be told, since the postcode is blank or not in the directory: fill or mend PL_POST.",
                (row, child) => !row.IsShortBreak && child.PlaceOf(row).Area is null) with
            {
                Reading = "Not asked in short breaks (V3, V4). Scotland, Wales, Northern Ireland and the islands count as councils.",
                Differs = "The sector's validator knows no council of the Channel Islands and the Isle of Man, and fails them.",
                Example = Directory + "Episodes DECOM=01/06/2024 LS=C2 PL_POST=ZQ7_7QQ>ZQ2_2BB",
            },
            OfRowIn<EpisodeRow>(
                "179",
                Table.Episodes,
                "PL_POST",
                "Whether the placement is in the council's own area cannot be told, since the postcode is blank or not in the directory: fill or mend PL_POST.",
                (row, child) => !row.IsShortBreak && child.PlaceOf(row).Area is null) with
            {
                Reading = "Not asked in short breaks (V3, V4).",
                Example = Directory + "Episodes DECOM=01/06/2024 LS=C2 PL_POST=->ZQ3_3DD",
            },
            OfRowIn<EpisodeRow>(
                "420",
                Table.Episodes,
                "LS PL_POST",
                "A child in short breaks (V3, V4) lives at home, but the placement has a council: clear PL_POST, or mend LS.",
                (row, child) => row.IsShortBreak && child.PlaceOf(row).Area is not null) with
            {
                Example = Directory + "Episodes DECOM=01/06/2024 LS=V4 PL_POST=ZQ2_2BB>-",
            },
            OfRowIn<EpisodeRow>(
                "1015",
                Table.Episodes,
                "PL_POST PLACE_PROVIDER",
                "The council itself (PR1) provides the placement, but it is not in the council's area: mend PL_POST or PLACE_PROVIDER.",
                (row, child) => row.PlaceProvider == "PR1" && row.Ls is not null && row.Place is not null && !row.IsShortBreak
                    && !row.IsAdoptive && row.Place is not ("U1" or "U2" or "U3" or "U4" or "U5" or "U6") && child.PlaceOf(row).IsOwn != true) with
            {
                NeedsCouncil = true,
                Reading = "Not asked of families, who may live anywhere (A3 to A6, U1 to U6), nor in short breaks. A postcode that is blank or not in the directory is not in the area.",
                Example = Directory + "Episodes DECOM=01/06/2024 LS=C2 PLACE=K2 PLACE_PROVIDER=PR1 PL_POST=ZQ3_3DD>ZQ2_2BB",
            })),
        .. Looked(Because(
            WhyYears,
            Continues("452", "PL_POST", "council in which the placement is", sameReason: true, IsOtherArea, "ZQ3_3DD>ZQ1_1AA"),
            Continues("453", "HOME_POST PL_POST", Distance, sameReason: true, IsOtherDistance, "ZQ3_3DD>ZQ2_2BB"),
            Continues("503G", "HOME_POST PL_POST", Distance, sameReason: false, IsOtherDistance, "ZQ3_3DD>ZQ2_2BB"),
            Continues("503H", "PL_POST", "council in which the placement is", sameReason: false, IsOtherArea, "ZQ3_3DD>ZQ1_1AA"),
            Continues("503J", "PL_POST", "side of the council's border", sameReason: false, (one, other) => one.IsOwn != other.IsOwn, "ZQ3_3DD>ZQ1_1AA") with
            {
                NeedsCouncil = true,
            })),
    ];

    private static bool IsOtherArea(DerivedPlace one, DerivedPlace other) => one.Area != other.Area;

    private static bool IsOtherDistance(DerivedPlace one, DerivedPlace other) =>
        one.Miles is { } miles && other.Miles is { } otherMiles ? Math.Round(Math.Abs(miles - otherMiles), 1) >= Change : one.Miles is null != other.Miles is null;

    private static Rule Continues(string number, string columns, string what, bool sameReason, Func<DerivedPlace, DerivedPlace, bool> differ, string example) => EpisodeYearRules.Compare(
        number,
        columns,
        $"The {what} is not that with which last year's return left the episode open: mend the postcode, here or there.",
        child => EpisodeYearRules.Differs(
            child, (open, first) => (!sameReason || open.Rne == first.Rne) && differ(DerivedPlace.Of(open, child.Lists), DerivedPlace.Of(first, child.Lists)))) with
        {
            Reading = (sameReason ? $"{Compared} Asked where both have one RNE." : Compared) + (what == Distance ? " Less than 0.2 miles is no difference." : string.Empty),
            Example = Directory + $"""
                last Episodes DECOM=01/05/2023 RNE=P HOME_POST=ZQ1_1AA PL_POST=ZQ2_2BB
                Episodes DECOM=01/05/2023 RNE=P HOME_POST=ZQ1_1AA PL_POST={example}
                """,
        };

    private static IEnumerable<Rule> Looked(IEnumerable<Rule> rules) => rules.Select(rule => rule with { NeedsLists = [ReferenceList.Postcodes] });
}
