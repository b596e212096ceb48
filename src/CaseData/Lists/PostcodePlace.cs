namespace Partnership.CaseData.Lists;

/// <summary>Where a postcode lies.</summary>
/// <param name="Area">
/// The council with children's services, as the code of its area (E10000028), or WAL, SCO or NIR, or NUK for the islands; null when the
/// directory does not say.
/// </param>
/// <param name="East">Metres east on the grid of Great Britain; null where there is no such reference.</param>
/// <param name="North">Metres north.</param>
internal readonly record struct PostcodePlace(string? Area, int? East, int? North)
{
    private const double MetresInAMile = 1609.3;

    /// <summary>Miles in a straight line, to one decimal, as the guide to the return reckons them; null when one of the places has no grid reference.</summary>
    internal double? MilesTo(PostcodePlace other)
    {
        if (East is not { } east || North is not { } north || other.East is not { } otherEast || other.North is not { } otherNorth)
        {
            return null;
        }

        double across = east - otherEast;
        double along = north - otherNorth;
        return Math.Round(Math.Sqrt((across * across) + (along * along)) / MetresInAMile, 1);
    }
}
