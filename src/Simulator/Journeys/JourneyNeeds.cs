namespace Partnership.Simulator.Journeys;

/// <summary>
/// How often children who wait have a need, in a thousand: our own guesses of a like order to what is said of them, not published figures. By number,
/// the numbers are those of the vocabulary that councils use.
/// </summary>
internal static class JourneyNeeds
{
    /// <summary>By number of the need, from 0: the area (1 to 6), how often in a thousand, and whether few households go far in it.</summary>
    private static readonly (int Area, int InAThousand, bool FewGoFar)[] Table =
    [
        (1, 40, true), (1, 30, true), (1, 60, true), (1, 70, true), (1, 5, true), (1, 15, true),
        (2, 250, false), (2, 300, false), (2, 200, false), (2, 400, false), (2, 200, false), (2, 200, false),
        (3, 250, false), (3, 500, false), (3, 350, false), (3, 60, true), (3, 150, false), (3, 150, false),
        (4, 120, true), (4, 30, true), (4, 30, true), (4, 150, false),
        (5, 200, false), (5, 60, true), (5, 80, true), (5, 90, false),
        (6, 800, false), (6, 60, true), (6, 250, false), (6, 100, false),
    ];

    public static int Count => Table.Length;

    public static int AreaOf(int need) => Table[need].Area;

    public static int InAThousand(int need) => Table[need].InAThousand;

    public static bool FewGoFar(int need) => Table[need].FewGoFar;
}
