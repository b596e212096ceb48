namespace Partnership.Simulator.Counts;

/// <summary>What a council's children add up to in one collection year.</summary>
/// <param name="Adopted">Adoption orders made.</param>
/// <param name="Unopposed">Of those, the orders that no one opposed (E11); the rest dispensed with consent (E12).</param>
/// <param name="SpecialGuardianship">Children who left care to a special guardian.</param>
/// <param name="LookedAfter">Children looked after on 31 March.</param>
/// <param name="Ceased">Children who ceased to be looked after.</param>
/// <param name="Started">Children who started to be looked after.</param>
/// <param name="Invented">No figure was published for this council and year.</param>
internal sealed record CouncilCounts(
    int Adopted, int Unopposed, int SpecialGuardianship, int LookedAfter, int Ceased, int Started, bool Invented)
{
    public CouncilCounts Scaled(decimal scale) => scale == 1m
        ? this
        : new(
            Times(Adopted, scale),
            Math.Min(Times(Unopposed, scale), Times(Adopted, scale)),
            Times(SpecialGuardianship, scale),
            Times(LookedAfter, scale),
            Times(Ceased, scale),
            Times(Started, scale),
            Invented);

    private static int Times(int count, decimal scale) => (int)Math.Round(count * scale, MidpointRounding.AwayFromZero);
}
