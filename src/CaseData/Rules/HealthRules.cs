using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>OC2: conviction, health and the strengths and difficulties questionnaire (SDQ) of children looked after for the whole year.</summary>
internal static class HealthRules
{
    private const string Health = "IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE";
    private const string Items = "CONVICTED HEALTH_CHECK " + Health + " INTERVENTION_RECEIVED INTERVENTION_OFFERED";
    private const string AllYear = "looked after without a break for the twelve months up to 31 March";
    private const string AllYearReading = "Looked after all year: no episode starts care after 1 April, none ends it, and none is a short break (V3, V4).";
    private const string WholeYear = "Header DOB=01/05/2012\nEpisodes DECOM=01/05/2023 RNE=S LS=C2\n";

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Health and offending are reported of children looked after all year: with gaps, or with others mixed in, the shares are wrong.",
            OfRow<Oc2Row>(
                "182",
                Table.OC2,
                Items,
                "Some items are filled and one of the four that every child has is blank: fill the four, or clear the whole row.",
                row => !row.HasWholeHealth && (row.Convicted ?? row.HealthCheck ?? row.InterventionReceived ?? row.InterventionOffered) is not null) with
            {
                Example = "OC2 CONVICTED=0 IMMUNISATIONS=1 TEETH_CHECK=1 HEALTH_ASSESSMENT=->1 SUBSTANCE_MISUSE=0",
            },
            OfRow<Oc2Row>(
                "544",
                Table.OC2,
                "CONVICTED " + Health,
                "CONVICTED is filled and one of the four items that every child has is blank: fill it.",
                row => row.Convicted is not null && !row.HasWholeHealth) with
            {
                Differs = "The sector's validator looks only at children who were convicted (1).",
                Example = "OC2 CONVICTED=0 IMMUNISATIONS=1 TEETH_CHECK=->1 HEALTH_ASSESSMENT=1 SUBSTANCE_MISUSE=0",
            },
            OfRow<Oc2Row>(
                "547",
                Table.OC2,
                "HEALTH_CHECK " + Health,
                "HEALTH_CHECK is filled and one of the four items that every child has is blank: fill it.",
                row => row.HealthCheck is not null && !row.HasWholeHealth) with
            {
                Differs = "The sector's validator looks only at children whose checks are up to date (1).",
                Example = "OC2 HEALTH_CHECK=0 IMMUNISATIONS=1 TEETH_CHECK=->1 HEALTH_ASSESSMENT=1 SUBSTANCE_MISUSE=0",
            },
            OfCase(
                "190",
                Items,
                $"The child was not {AllYear}, but items on conviction or health are filled: clear them, or mend the episodes.",
                (row, child) => !child.IsLookedAfterAllYear && row.IsFilled) with
            {
                Example = "Episodes DECOM=01/05/2024>01/05/2023 RNE=S\nOC2 IMMUNISATIONS=1",
            },
            OfChild(
                "191",
                $"The child was {AllYear}, but an item that every such child has is blank: fill IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT and SUBSTANCE_MISUSE.",
                (child, report) =>
                {
                    if (!child.IsLookedAfterAllYear)
                    {
                        return;
                    }

                    foreach (var row in child.Now.OC2)
                    {
                        if (!row.HasWholeHealth)
                        {
                            report.Add(row);
                        }
                    }

                    if (child.Now.OC2.Count == 0 && child.FirstEpisode is { } first)
                    {
                        report.Add(first);
                    }
                },
                Columns(Table.OC2, Health),
                Columns(Table.Episodes, "CHILD")) with
            {
                Reading = AllYearReading + " The first episode is reported when the child has no row in OC2.",
                Example = "Episodes DECOM=01/05/2023 RNE=S\nOC2 IMMUNISATIONS=->1 TEETH_CHECK=1 HEALTH_ASSESSMENT=1 SUBSTANCE_MISUSE=0",
            },
            OfRow<Oc2Row>(
                "542",
                Table.OC2,
                "CONVICTED DOB",
                "The child is under 10 and cannot be convicted: clear CONVICTED, or mend the date of birth.",
                (row, year) => row.Convicted is not null && Ages.IsUnder(row.Dob.Value, 10, year.End)) with
            {
                Reading = "The age is that on 31 March.",
                Example = "OC2 DOB=01/05/2015 CONVICTED=0>-",
            },
            OfCase(
                "543",
                "DOB CONVICTED",
                $"The child is 10 or over and was {AllYear}, but CONVICTED is blank: write 0 or 1.",
                (row, child) => row.Convicted is null && Ages.HasReached(row.Dob.Value, 10, child.Year.End) && child.IsLookedAfterAllYear) with
            {
                Example = WholeYear + "OC2 DOB=01/05/2012 CONVICTED=->0",
            },
            OfCase(
                "545",
                "DOB HEALTH_CHECK",
                $"The child is under 5 and was {AllYear}, but HEALTH_CHECK is blank: write 0 or 1.",
                (row, child) => row.HealthCheck is null && Ages.IsUnder(row.Dob.Value, 5, child.Year.End) && child.IsLookedAfterAllYear) with
            {
                Example = "Episodes DECOM=01/05/2023 RNE=S\nOC2 DOB=01/05/2022 HEALTH_CHECK=->1",
            },
            OfRow<Oc2Row>(
                "546",
                Table.OC2,
                "DOB HEALTH_CHECK",
                "The child is 5 or over, and HEALTH_CHECK is only of younger ones: clear it, or mend the date of birth.",
                (row, year) => row.HealthCheck is not null && Ages.HasReached(row.Dob.Value, 5, year.End)) with
            {
                Reading = "The age is that on 31 March.",
                Differs = "The sector's validator asks only of children looked after all year.",
                Example = "OC2 DOB=01/05/2015 HEALTH_CHECK=1>-",
            }),
        .. Because(
            "Help with substance misuse is counted among the children who need it.",
            OfRow<Oc2Row>(
                "158",
                Table.OC2,
                "INTERVENTION_RECEIVED INTERVENTION_OFFERED",
                "Help was received, so whether it was offered is not asked: clear INTERVENTION_OFFERED.",
                row => row.InterventionReceived == "1" && row.InterventionOffered is not null) with
            {
                Example = "OC2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=1 INTERVENTION_OFFERED=1>-",
            },
            OfRow<Oc2Row>(
                "159",
                Table.OC2,
                "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
                "Help was not received, and whether it was offered is blank: fill INTERVENTION_OFFERED.",
                row => row is { SubstanceMisuse: "1", InterventionReceived: "0", InterventionOffered: null }) with
            {
                Example = "OC2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=0 INTERVENTION_OFFERED=->1",
            },
            OfRow<Oc2Row>(
                "192",
                Table.OC2,
                "SUBSTANCE_MISUSE INTERVENTION_RECEIVED",
                "There is a problem with substances, and whether help was received is blank: fill INTERVENTION_RECEIVED.",
                row => row is { SubstanceMisuse: "1", InterventionReceived: null }) with
            {
                Example = "OC2 SUBSTANCE_MISUSE=1 INTERVENTION_RECEIVED=->1",
            },
            OfRow<Oc2Row>(
                "193",
                Table.OC2,
                "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
                "There is no problem with substances, but help is spoken of: clear the two cells on help, or mend SUBSTANCE_MISUSE.",
                row => row.SubstanceMisuse is null or "0" && (row.InterventionReceived ?? row.InterventionOffered) is not null) with
            {
                Example = "OC2 SUBSTANCE_MISUSE=0 INTERVENTION_RECEIVED=1>-",
            }),
        .. Because(
            "The questionnaire is asked of children from 4 to 16 who were looked after all year, and every one without a score needs a reason.",
            OfCase(
                "157",
                "SDQ_REASON DOB",
                "SDQ1 (too young or too old) is given for a child of the right age: write the score, or the right reason.",
                (row, child) => row is { SdqReason: "SDQ1", SdqScore: null } && Ages.HasReached(row.Dob.Value, 4, child.Year.Start)
                    && Ages.Birthday(row.Dob.Value, 16) >= child.Year.End && child.IsLookedAfterAllYear) with
            {
                Example = WholeYear + "OC2 DOB=01/05/2012 SDQ_REASON=SDQ1>SDQ2",
            },
            OfCase(
                "185",
                "SDQ_SCORE",
                $"The child was not {AllYear}, but there is a score: clear SDQ_SCORE, or mend the episodes.",
                (row, child) => row.SdqScore is not null && !child.IsLookedAfterAllYear) with
            {
                Example = "Episodes DECOM=01/05/2024>01/05/2023 RNE=S\nOC2 DOB=01/05/2012 SDQ_SCORE=12",
            },
            OfCase(
                "198",
                "SDQ_REASON",
                $"The child was not {AllYear}, but there is a reason for no score: clear SDQ_REASON, or mend the episodes.",
                (row, child) => row.SdqReason is not null && !child.IsLookedAfterAllYear) with
            {
                Example = "Episodes DECOM=01/05/2024>01/05/2023 RNE=S\nOC2 DOB=01/05/2012 SDQ_REASON=SDQ2",
            },
            OfCase(
                "186",
                "SDQ_SCORE SDQ_REASON",
                $"The child was from 4 to 16 and {AllYear}, but has neither a score nor a reason: fill one of the two.",
                (row, child) => row is { SdqScore: null, SdqReason: null } && Ages.HasReached(row.Dob.Value, 4, child.Year.Start)
                    && Ages.IsUnder(row.Dob.Value, 17, child.Year.End) && child.IsLookedAfterAllYear) with
            {
                Example = WholeYear + "OC2 DOB=01/05/2012 SDQ_SCORE=->12",
            },
            OfCase(
                "197B",
                "SDQ_SCORE SDQ_REASON DOB",
                $"The child turned 4 or 17 in the year and was {AllYear}, but has neither a score nor a reason: fill one of the two.",
                (row, child) => row is { SdqScore: null, SdqReason: null }
                    && (child.Year.Contains(Ages.Birthday(row.Dob.Value, 4)) || (Ages.Birthday(row.Dob.Value, 17) > child.Year.Start && Ages.Birthday(row.Dob.Value, 17) <= child.Year.End))
                    && child.IsLookedAfterAllYear) with
            {
                Reading = AllYearReading + " Who turns 17 on 1 April is 17 when the year begins, and 189 asks for blanks.",
                Example = "Episodes DECOM=01/05/2023 RNE=S\nOC2 DOB=01/05/2020 SDQ_REASON=->SDQ1",
            },
            OfRow<Oc2Row>(
                "188",
                Table.OC2,
                "SDQ_SCORE SDQ_REASON",
                "The child is under 4: clear both SDQ_SCORE and SDQ_REASON, or mend the date of birth.",
                (row, year) => (row.SdqScore ?? row.SdqReason) is not null && Ages.IsUnder(row.Dob.Value, 4, year.End)) with
            {
                Reading = "The age is that on 31 March.",
                Example = "OC2 DOB=01/05/2022 SDQ_REASON=SDQ1>-",
            },
            OfRow<Oc2Row>(
                "189",
                Table.OC2,
                "DOB SDQ_SCORE SDQ_REASON",
                "The young person was 17 or over when the year began: clear both SDQ_SCORE and SDQ_REASON, or mend the date of birth.",
                (row, year) => (row.SdqScore ?? row.SdqReason) is not null && Ages.HasReached(row.Dob.Value, 17, year.Start)) with
            {
                Reading = "A 17th birthday on 1 April fails.",
                Differs = "The sector's validator passes a 17th birthday on 1 April.",
                Example = "OC2 DOB=01/05/2006 SDQ_SCORE=12>-",
            },
            OfRow<Oc2Row>(
                "197a",
                Table.OC2,
                "SDQ_SCORE SDQ_REASON",
                "There is a score and a reason for not having one: clear one of the two.",
                row => row.SdqScore is not null && row.SdqReason is not null) with
            {
                Example = "OC2 SDQ_SCORE=12 SDQ_REASON=SDQ2>-",
            }),
    ];

    private static Rule OfCase(string number, string columns, string mend, Func<Oc2Row, ChildCase, bool> fails) =>
        OfRowIn(number, Table.OC2, columns, mend, fails) with
        {
            Needs = [Table.OC2, Table.Episodes],
            Reading = AllYearReading,
        };
}
