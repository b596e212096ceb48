using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Where the child lives: postcodes, Ofsted's number, why the placement changed, and whether the child is old enough for it.</summary>
internal static class PlacementRules
{
    private const string NoNumber = "XXXXXXX";
    private const string WhyAges = "Some kinds of placement are unlawful, or make no sense, for a child of that age; mostly PLACE or the date of birth is wrong.";
    private const string WhyUrn = "Ofsted's number joins the placement to its inspections; who is placed where, and how good it is, is counted by it.";

    // Supported accommodation had to be registered with Ofsted from that day: the Supported Accommodation (England) Regulations 2023.
    private static readonly DateOnly SupportedAccommodationRegistered = new(2023, 10, 28);

    private static readonly Rule AgeForSupported = EpisodeChainRules.OfAgedRow(
        "371",
        "DECOM PLACE",
        "The child is too young for supported accommodation: mend PLACE, DECOM or the date of birth.",
        (row, born, child) => child.Year.Ending switch
        {
            < 2024 => row.Place == "H5" && Ages.IsUnder(born, 14, row.Decom.Value),
            2024 => row.Place == "H5" && Ages.IsUnder(born, 16, row.Decom.Value),
            _ => row.Place == "K3" && Ages.IsUnder(born, 16, row.Decom.Value),
        }) with
    {
        Reading = "Until 2023 H5 from 14, in 2024 H5 from 16, from 2025 K3 from 16; the age is that at DECOM.",
        Example = """
            Header DOB=01/05/2010>01/05/2008
            Episodes DECOM=01/06/2024 PLACE=K3
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "How far from home a child lives is reckoned from the two postcodes.",
            OfRowIn<EpisodeRow>(
                "392b",
                Table.Episodes,
                "HOME_POST PL_POST",
                "A postcode is blank: fill both that of the child's home and that of the placement.",
                (row, child) => !row.IsShortBreak && (row.HomePost is null || row.PlPost is null) && child.Now.Uasc.Count + child.Last.Uasc.Count == 0) with
            {
                Needs = [Table.Episodes, Table.UASC],
                Reading = "Not asked of children in short breaks (V3, V4), nor of unaccompanied asylum-seeking children, this year's or last year's.",
                Example = """
                    Episodes DECOM=01/06/2024 LS=C2 HOME_POST=->ZQ1_1AA PL_POST=ZQ2_2BB
                    UASC
                    """,
            },
            OfRow<EpisodeRow>(
                "392c",
                Table.Episodes,
                "HOME_POST PL_POST",
                "A postcode is malformed: write it as AB12 3CD.",
                row => !(IsPostcode(row.HomePost) && IsPostcode(row.PlPost))) with
            {
                Reading = "Held against the form of a postcode, with or without the space; whether it exists only a directory of postcodes can tell.",
                Differs = "The sector's validator looks the postcode up in a directory of its own.",
                Example = "Episodes DECOM=01/06/2024 HOME_POST=ZQ1_1AA PL_POST=UNKNOWN>ZQ2_2BB",
            },
            OfRow<EpisodeRow>(
                "392d",
                Table.Episodes,
                "HOME_POST PL_POST PLACE",
                "Home and placement have one postcode, but the child is not placed with parents: mend a postcode, or PLACE.",
                row => row.Place != "P1" && row.HomePost is { } home && home == row.PlPost) with
            {
                Example = "Episodes DECOM=01/06/2024 PLACE=U6 HOME_POST=ZQ1_1AA PL_POST=ZQ1_1AA>ZQ2_2BB",
            },
            OfRow<EpisodeRow>(
                "398",
                Table.Episodes,
                "LS HOME_POST PL_POST",
                "A child in short breaks (V3, V4) has a postcode: clear HOME_POST and PL_POST, or mend LS.",
                row => row.IsShortBreak && (row.HomePost is not null || row.PlPost is not null)) with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V4 HOME_POST=ZQ1_1AA>-",
            },
            OfRow<EpisodeRow>(
                "214",
                Table.Episodes,
                "LS PL_POST URN",
                "A child in short breaks (V3, V4) has a placement's postcode or Ofsted number: clear PL_POST and URN, or mend LS.",
                row => row.IsShortBreak && (row.PlPost is not null || row.Urn is not null)) with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V4 URN=SC012345>-",
            }),
        .. Because(
            WhyUrn,
            OfRow<EpisodeRow>(
                "218",
                Table.Episodes,
                "URN",
                "The placement needs Ofsted's unique reference number: fill URN, or mend PLACE.",
                (row, year) => row.Urn is null && row.Place is not null && !row.IsShortBreak && !HasNoNumber(row, year)
                    && !(year.Ending < 2025 && row.Place is "H5" or "P2") && (row.Dec.IsBlank || row.Dec.Value >= year.Start) && !IsOutsideEngland(row)) with
            {
                Reading = "Asked of episodes open in the year, in placements that are registered: not P1, P3, R1, R2, R5, T0 to T4, Z1 (Z11 to Z14), nor until 2024 H5 and P2, nor in short breaks, nor where the postcode's area lies in Scotland, Wales, Northern Ireland or the islands.",
                Differs = "The sector's validator knows the area from a directory of postcodes, and asks in short breaks too, where 214 forbids a number.",
                Example = "Episodes DECOM=01/06/2024 PLACE=K2 PL_POST=ZQ2_2BB URN=->SC012345",
            },
            OfRow<EpisodeRow>(
                "222",
                Table.Episodes,
                "URN PLACE",
                "The placement has no Ofsted number, but URN is filled: clear it, or mend PLACE.",
                (row, year) => row.Urn is not (null or NoNumber)
                    && (HasNoNumber(row, year) || (row.Place == "H5" && year.Ending < 2024) || (row.Place == "P2" && year.Ending < 2025))) with
            {
                Example = "Episodes DECOM=01/06/2024 PLACE=P1 URN=SC012345>-",
            },
            OfRow<EpisodeRow>(
                "230",
                Table.Episodes,
                "PLACE DEC URN",
                "Supported accommodation (H5) in England has been registered since 28 October 2023: fill URN.",
                row => row.Place == "H5" && (row.Dec.IsBlank || row.Dec.Value >= SupportedAccommodationRegistered) && row.Urn is null or NoNumber && !IsOutsideEngland(row)) with
            {
                FirstYear = 2024,
                LastYear = 2024,
                Reading = "Outside England is where the postcode's area lies in Scotland, Wales, Northern Ireland or the islands.",
                Example = "Episodes DECOM=01/06/2023 PLACE=H5 PL_POST=ZQ2_2BB URN=->SC012345",
            }),
        OfRow<EpisodeRow>(
            "217t",
            Table.Episodes,
            "PLACE DECOM",
            "Independent living (P2) is no placement from 28 October 2023: end the episode before that day, or mend PLACE.",
            row => row.Place == "P2" && (row.Dec.IsBlank || row.Dec.Value > SupportedAccommodationRegistered)) with
        {
            FirstYear = 2024,
            LastYear = 2024,
            Why = "Since then nobody under 18 may be looked after in a place that is not registered.",
            Example = "Episodes DECOM=01/06/2023 PLACE=P2 DEC=->27/10/2023 REC=->X1",
        },
        .. Because(
            "Why children are moved is counted; the reason stands on the episode that the move ended.",
            OfChild(
                "225",
                "The placement changed but no reason is given: fill REASON_PLACE_CHANGE.",
                (child, report) =>
                {
                    var episodes = child.EpisodesInOrder;
                    for (var i = 1; i < episodes.Count; i++)
                    {
                        var (before, next) = (episodes[i - 1], episodes[i]);
                        if (before.Rec == "X1" && before.ReasonPlaceChange is null && !before.IsTemporary && !next.IsTemporary
                            && next.Rne is "P" or "B" or "T" or "U")
                        {
                            report.Add(before);
                        }
                    }
                },
                Columns(Table.Episodes, "REASON_PLACE_CHANGE")) with
            {
                Reading = "Not asked of moves into a temporary placement and back.",
                Example = """
                    Episodes DECOM=01/05/2024 PLACE=U6 DEC=01/06/2024 REC=X1 REASON_PLACE_CHANGE=->CARPL
                    Episodes DECOM=01/06/2024 PLACE=K2 RNE=P
                    """,
            },
            OfChild(
                "226",
                "A temporary placement, or the one before it, has a reason for a change of placement: clear REASON_PLACE_CHANGE there.",
                (child, report) =>
                {
                    EpisodeRow? before = null;
                    foreach (var episode in child.EpisodesInOrder)
                    {
                        if (episode.IsTemporary && (episode.ReasonPlaceChange is not null || before?.ReasonPlaceChange is not null))
                        {
                            report.Add(episode);
                        }

                        before = episode;
                    }
                },
                Columns(Table.Episodes, "REASON_PLACE_CHANGE PLACE")) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 PLACE=U6 DEC=01/06/2024 REC=X1 REASON_PLACE_CHANGE=CARPL>-
                    Episodes DECOM=01/06/2024 PLACE=T3 RNE=P
                    """,
            },
            OfRow<EpisodeRow>(
                "233",
                Table.Episodes,
                "REASON_PLACE_CHANGE",
                "The episode has not ended, but there is a reason for a change of placement: clear it, or fill DEC and REC.",
                row => row.Dec.IsBlank && row.ReasonPlaceChange is not null) with
            {
                FirstYear = 2026,
                Example = "Episodes DECOM=01/06/2025 REASON_PLACE_CHANGE=CARPL>-",
            },
            OfChild(
                "234",
                "A child under 10 cannot have moved into custody (CUSTOD): mend REASON_PLACE_CHANGE, DECOM or the date of birth.",
                (child, report) =>
                {
                    foreach (var header in child.Now.Header)
                    {
                        foreach (var episode in child.Now.Episodes)
                        {
                            if (episode.ReasonPlaceChange == "CUSTOD" && Ages.IsUnder(header.Dob.Value, 10, episode.Decom.Value))
                            {
                                report.Add(episode, header);
                            }
                        }
                    }
                },
                Columns(Table.Episodes, "REASON_PLACE_CHANGE"),
                Columns(Table.Header, "DOB")) with
            {
                FirstYear = 2026,
                Reading = "The age is that at DECOM.",
                Example = """
                    Header DOB=01/05/2017
                    Episodes DECOM=01/06/2025 DEC=01/07/2025 REC=X1 REASON_PLACE_CHANGE=CUSTOD>CARPL
                    """,
            }),
        .. Because(
            WhyAges,
            EpisodeChainRules.OfAgedRow(
                "370",
                "DECOM PLACE",
                "The child is too young for independent living (P2): mend PLACE, DECOM or the date of birth.",
                (row, born, child) => row.Place == "P2" && Ages.IsUnder(born, child.Year.Ending < 2024 ? 15 : 16, row.Decom.Value)) with
            {
                LastYear = 2024,
                Reading = "Until 2023 from 15, in 2024 from 16; the age is that at DECOM.",
                Example = """
                    Header DOB=01/05/2010>01/05/2007
                    Episodes DECOM=01/06/2023 PLACE=P2
                    """,
            },
            AgeForSupported,
            AgeFor("372", "R5", 10, "youth custody or prison"),
            AgeFor("373", "S1", 4, "a residential school"),
            AgeFor("374", "P3", 14, "residential employment")),
    ];

    /// <summary>Whether nobody provides the placement: a temporary one, or one of the other kinds (Z).</summary>
    internal static bool HasNoProvider(EpisodeRow row, CensusYear year) => row.IsTemporary || IsOther(row, year);

    /// <summary>Whether the kind of placement has no Ofsted number.</summary>
    private static bool HasNoNumber(EpisodeRow row, CensusYear year) => row.Place is "P1" or "P3" or "R1" or "R2" or "R5" || row.IsTemporary || IsOther(row, year);

    private static bool IsOther(EpisodeRow row, CensusYear year) =>
        year.Ending < 2026 ? row.Place == "Z1" : row.Place is "Z11" or "Z12" or "Z13" or "Z14";

    /// <summary>One or two letters, a digit, perhaps another or a letter; perhaps a space; a digit and two letters.</summary>
    private static bool IsPostcode(string? text)
    {
        if (text is null)
        {
            return true;
        }

        var post = text.AsSpan();
        if (post.Length < 5 || !char.IsAsciiDigit(post[^3]) || !char.IsAsciiLetterUpper(post[^2]) || !char.IsAsciiLetterUpper(post[^1]))
        {
            return false;
        }

        var outward = post[..^3].TrimEnd(' ');
        var letters = outward.Length > 1 && char.IsAsciiLetterUpper(outward[1]) ? 2 : 1;
        return post.Length - outward.Length <= 4 && outward.Length > letters && outward.Length <= letters + 2 && char.IsAsciiLetterUpper(outward[0])
            && char.IsAsciiDigit(outward[letters])
            && (outward.Length == letters + 1 || char.IsAsciiLetterUpper(outward[^1]) || char.IsAsciiDigit(outward[^1]));
    }

    /// <summary>Whether the postcode's area lies wholly, or nearly so, in another country of the United Kingdom or in the islands.</summary>
    private static bool IsOutsideEngland(EpisodeRow row) => row.PlPost is { Length: > 2 } post
        && (post[1] is >= '0' and <= '9'
            ? post[0] == 'G'
            : post[..2] is "AB" or "DD" or "DG" or "EH" or "FK" or "HS" or "IV" or "KA" or "KW" or "KY" or "ML" or "PA" or "PH" or "TD" or "ZE"
                or "BT" or "CF" or "LD" or "LL" or "NP" or "SA" or "IM" or "JE" or "GY");

    private static Rule AgeFor(string number, string place, int age, string what) => EpisodeChainRules.OfAgedRow(
        number,
        "DECOM PLACE",
        $"A child under {age} cannot be in {what} ({place}): mend PLACE, DECOM or the date of birth.",
        (row, born) => row.Place == place && Ages.IsUnder(born, age, row.Decom.Value)) with
        {
            Reading = "The age is that at DECOM.",
            Example = $"""
                Header DOB=01/05/{2024 - age + 1}>01/05/{2024 - age}
                Episodes DECOM=01/06/2024 PLACE={place}
                """,
        };
}
