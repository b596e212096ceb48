using System.Globalization;

namespace Partnership.Simulator;

/// <summary>The year of one return: 1 April to 31 March, named by the year in which it ends.</summary>
public readonly record struct CollectionYear(int Ending)
{
    public DateOnly Start => new(Ending - 1, 4, 1);

    public DateOnly End => new(Ending, 3, 31);

    public bool Includes(DateOnly date) => date >= Start && date <= End;

    public static CollectionYear Of(DateOnly date) => new(date.Month >= 4 ? date.Year + 1 : date.Year);

    public override string ToString() => Ending.ToString(CultureInfo.InvariantCulture);
}
