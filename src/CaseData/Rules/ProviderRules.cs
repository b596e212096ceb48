using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Who provides the placement, and whether that body can provide one of that kind.</summary>
internal static class ProviderRules
{
    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "What councils, agencies and companies provide is compared; a placement counted under the wrong provider spoils both sides.",
            OfRow<EpisodeRow>(
                "213",
                Table.Episodes,
                "PLACE_PROVIDER PLACE",
                "The placement has no provider, but PLACE_PROVIDER is filled: clear it, or mend PLACE.",
                (row, year) => row.PlaceProvider is not null && (row.IsTemporary || (year.Ending >= 2026 && PlacementRules.HasNoProvider(row, year)))) with
            {
                Reading = "T0 to T4, from 2026 Z11 to Z14 too.",
                Example = "Episodes DECOM=01/06/2024 PLACE=T3 PLACE_PROVIDER=PR1>-",
            },
            OfRow<EpisodeRow>(
                "526",
                Table.Episodes,
                "PLACE PLACE_PROVIDER",
                "The provider is blank: fill PLACE_PROVIDER, or mend PLACE.",
                (row, year) => row.PlaceProvider is null && row.Place is not null && !PlacementRules.HasNoProvider(row, year)) with
            {
                Reading = "T0 to T4 have no provider, nor has Z1, from 2026 Z11 to Z14.",
                Example = "Episodes DECOM=01/06/2024 PLACE=U6 PLACE_PROVIDER=->PR1",
            },
            Never("527", "PR1", "The council itself", ["P1", "R2", "R5"], "R2"),
            Never("528", "PR2", "Another council", ["P1", "R2", "R5"], "R2"),
            Never(
                "529", "PR3", "Another public body", ["P1", "A3", "A4", "A5", "A6", "K1", "K2", "U1", "U2", "U3", "U4", "U5", "U6"], "U6"),
            Never("530", "PR4", "A private provider", ["P1"], "P1"),
            Never("531", "PR5", "A voluntary provider", ["P1"], "P1"),
            OfRow<EpisodeRow>(
                "550",
                Table.Episodes,
                "PLACE PLACE_PROVIDER",
                "Parents (PR0) provide only placements with parents (P1): mend PLACE_PROVIDER or PLACE.",
                row => row.PlaceProvider == "PR0" && row.Place != "P1") with
            {
                Example = "Episodes DECOM=01/06/2024 PLACE=U6 PLACE_PROVIDER=PR0>PR1",
            }),
    ];

    private static Rule Never(string number, string provider, string who, string[] places, string example) => OfRow<EpisodeRow>(
        number,
        Table.Episodes,
        "PLACE PLACE_PROVIDER",
        $"{who} ({provider}) does not provide such a placement ({string.Join(", ", places)}): mend PLACE_PROVIDER or PLACE.",
        row => row.PlaceProvider == provider && places.AsSpan().Contains(row.Place)) with
        {
            Example = $"Episodes DECOM=01/06/2024 PLACE={example} PLACE_PROVIDER={provider}>{(example == "P1" ? "PR0" : example == "R2" ? "PR3" : "PR1")}",
        };
}
