using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Ofsted's number held against Ofsted's list: whether there is such a provider, what it offers, where, and until when.</summary>
internal static class RegistrationRules
{
    private const string NoNumber = "XXXXXXX";
    private const string Missing = "A number that the list does not have, which 1008 reports, matches nothing.";

    // Invented: a home of Staffordshire's own, and a private agency that has closed.
    private const string List = """
        Providers URN=SC000001 Local_authority=Staffordshire Placement_code=K2 Placement_provider_code=PR1 Setting_address_postcode=ZQ2_2BB Deregistration_date=-
        Providers URN=SC000002 Local_authority=Stoke-on-Trent Placement_code=U4,U6 Placement_provider_code=PR4 Setting_address_postcode=ZQ3_3DD Deregistration_date=30/09/2024

        """;

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Ofsted's number joins the placement to its inspections; a wrong one counts the child in a home in which they never lived.",
            Listed(
                "1008",
                "URN",
                "There is no provider of that number in Ofsted's list: mend URN.",
                (_, provider, _) => provider is null) with
            {
                Example = List + "Episodes DECOM=01/06/2024 URN=SC999999>SC000001",
            },
            Listed(
                "219",
                "URN PLACE",
                "Ofsted's list does not have that kind of placement for this provider: mend URN or PLACE.",
                (row, provider, _) => provider?.Offers(row.Place) != true) with
            {
                Reading = Missing,
                Example = List + "Episodes DECOM=01/06/2024 PLACE=U6>K2 URN=SC000001",
            },
            Listed(
                "221",
                "URN PL_POST",
                "The placement is not where Ofsted's list has this provider: mend PL_POST or URN.",
                (row, provider, year) => row.PlPost is { } post && !row.IsShortBreak && IsInAHome(row.Place, year) && provider?.IsAt(post) != true) with
            {
                Reading = $"Asked of homes and schools alone (K1, K2, R3, S1, in 2024 H5 too, from 2025 K3): a family lives elsewhere than its agency. Not asked in short breaks. {Missing}",
                Example = List + "Episodes DECOM=01/06/2024 LS=C2 PLACE=K2 PL_POST=ZQ3_3DD>ZQ2_2BB URN=SC000001",
            },
            Listed(
                "224",
                "URN PLACE_PROVIDER",
                "Ofsted's list has another kind of provider under this number: mend PLACE_PROVIDER or URN.",
                (row, provider, _) => provider is null || provider.IsOfKind(row.PlaceProvider) == false) with
            {
                Reading = $"Not asked where the list has no such column, as it had none for supported accommodation. {Missing}",
                Differs = "The sector's validator takes all supported accommodation for private where the list does not say.",
                Example = List + "Episodes DECOM=01/06/2024 PLACE=K2 PLACE_PROVIDER=PR4>PR1 URN=SC000001",
            },
            Listed(
                "227",
                "URN DECOM",
                "The provider's registration had ended when the episode began: mend URN or DECOM.",
                (row, provider, _) => row.Decom.Value >= provider?.RegisteredUntil) with
            {
                Reading = "The day on which it ended is too late. A number that is registered twice ends with the later.",
                Example = List + "Episodes DECOM=01/10/2024>01/06/2024 URN=SC000002",
            },
            Listed(
                "228",
                "URN DEC",
                "The provider's registration ended while the episode went on: end the episode by that day, or mend URN.",
                (row, provider, year) => (row.Dec.Value ?? year.End) > provider?.RegisteredUntil) with
            {
                Reading = "An open episode goes on until 31 March. The day on which the registration ended may be the episode's last.",
                Example = List + "Episodes DECOM=01/06/2024 DEC=->30/09/2024 REC=->X1 URN=SC000002",
            }),
        OfRowIn<EpisodeRow>(
            "229",
            Table.Episodes,
            "URN PLACE_PROVIDER",
            "Whether the provider is the council itself (PR1) or another council (PR2) is not as Ofsted's list has it: mend PLACE_PROVIDER or URN.",
            (row, child) => row.PlaceProvider is "PR1" or "PR2" && row.Urn is { } urn and not NoNumber
                && child.Lists.IsOwn(child.Lists.Providers!.Find(urn)) is { } own && own != (row.PlaceProvider == "PR1")) with
        {
            NeedsLists = [ReferenceList.Providers],
            NeedsCouncil = true,
            Why = "What councils provide for each other is compared; a placement counted under the wrong one spoils both sides.",
            Reading = "By the council's name in the list. Not asked when the list has no provider at all under the council's name, for it then calls the council something else.",
            Differs = "The sector's validator takes the council from the provider's postcode.",
            Example = List + "Episodes DECOM=01/06/2024 PLACE=K2 PLACE_PROVIDER=PR2>PR1 URN=SC000001",
        },
    ];

    private static bool IsInAHome(string? place, CensusYear year) =>
        place is "K1" or "K2" or "R3" or "S1" || (place == "H5" && year.Ending == 2024) || (place == "K3" && year.Ending >= 2025);

    private static Rule Listed(string number, string columns, string mend, Func<EpisodeRow, Provider?, CensusYear, bool> fails) => OfRowIn<EpisodeRow>(
        number,
        Table.Episodes,
        columns,
        mend,
        (row, child) => row.Urn is { } urn and not NoNumber && fails(row, child.Lists.Providers!.Find(urn), child.Year)) with
        {
            NeedsLists = [ReferenceList.Providers],
        };
}
