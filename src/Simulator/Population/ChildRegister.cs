using System.Globalization;
using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Population;

/// <summary>Gives each new child of a council a local number, a date of birth and the rest of what the header of a return asks.</summary>
internal sealed class ChildRegister(string council, SeededRandom draw)
{
    private static readonly string[] Ethnicities =
    [
        "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND",
        "APKN", "AOTH", "BCRB", "BAFR", "OOTH", "WROM",
    ];

    private readonly HashSet<string> _taken = [];
    private int _upns;
    private int _siblingGroups;

    public List<Child> Children { get; } = [];

    public string NewSiblingGroup() => string.Create(CultureInfo.InvariantCulture, $"S{++_siblingGroups:D4}");

    public Child Add(DateOnly born, string? siblingGroup = null, string? formerLocalId = null, bool unaccompanied = false)
    {
        // Nobody here is born on 29 February: sources differ on such a child's birthdays.
        born = born is { Month: 2, Day: 29 } ? born.AddDays(-1) : born;
        var female = unaccompanied ? draw.Chance(80) : draw.Chance(440);
        var ethnicity = unaccompanied ? draw.Pick<string>(["AOTH", "BAFR", "OOTH"]) : draw.Pick(Ethnicities);
        var child = new Child(NewLocalId(), born, female, ethnicity, NewUpn())
        {
            SiblingGroup = siblingGroup, FormerLocalId = formerLocalId,
        };
        Children.Add(child);
        return child;
    }

    private string NewLocalId()
    {
        string id;
        do
        {
            id = draw.Between(1_100_000, 9_899_999).ToString(CultureInfo.InvariantCulture);
        }
        while (!_taken.Add(id));

        return id;
    }

    // A letter, the council, the school, the year and a serial number: the shape of a real one, with a school number none has.
    private string NewUpn() => string.Create(
        CultureInfo.InvariantCulture, $"{"ABCDEFGHJKLMNPQRTUVWXYZ"[_upns % 23]}{council}0000{++_upns % 100_000:D5}");
}
