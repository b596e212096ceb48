using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Register;

/// <summary>A level for each of the six areas of need: all that is published of needs and offers. Two bits each, in one number.</summary>
internal static class AreaLevels
{
    private const int Bits = 2;

    private static readonly NeedArea[] Areas = Enum.GetValues<NeedArea>();

    /// <summary>The highest level among a child's needs.</summary>
    public static int Of(NeedProfile needs) => Pack(area => needs.Highest(area));

    /// <summary>The highest level of any need that a household says yes to or could consider.</summary>
    public static int Of(OfferProfile offers)
    {
        var willing = offers.Yes | offers.CouldConsider;
        return Pack(area => NeedVocabulary.All
            .Where(need => NeedVocabulary.AreaOf(need) == area)
            .Select(need => Highest(willing, need))
            .Max());
    }

    /// <summary>The levels by area, none included.</summary>
    public static IReadOnlyDictionary<NeedArea, NeedLevel> Read(int levels) =>
        Areas.ToDictionary(area => area, area => (NeedLevel)((levels >> Place(area)) & ((1 << Bits) - 1)));

    private static NeedLevel Highest(UInt128 cells, Need need)
    {
        for (var level = NeedLevel.High; level > NeedLevel.None; level--)
        {
            if ((cells & NeedVocabulary.BitOf(need, level)) != 0)
            {
                return level;
            }
        }

        return NeedLevel.None;
    }

    private static int Pack(Func<NeedArea, NeedLevel> level) => Areas.Aggregate(0, (levels, area) => levels | ((int)level(area) << Place(area)));

    private static int Place(NeedArea area) => Bits * ((int)area - 1);
}
