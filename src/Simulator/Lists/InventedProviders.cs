using Partnership.Simulator.Returns;

namespace Partnership.Simulator.Lists;

/// <summary>A list of providers in which every number of the returns stands with what the returns say of it. Safe to use from several threads at once.</summary>
internal sealed class InventedProviders
{
    /// <summary>A provider of everything that closed before the first return.</summary>
    internal const string Closed = "SC099999";

    /// <summary>A number that nobody has.</summary>
    internal const string Unknown = "SC000000";

    private const string NoNumber = "XXXXXXX";
    private readonly SortedSet<(string Urn, string Council, string Place, string Provider, string Post)> _rows = new(
        Comparer<(string, string, string, string, string)>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString())));

    /// <summary>Takes in what a return tells of providers, before anything is broken in it.</summary>
    public void Take(CouncilReturn collected, SimulatedCouncil council)
    {
        var episodes = collected.Episodes;
        lock (_rows)
        {
            foreach (var row in episodes.Rows)
            {
                if (episodes.Get(row, "URN") is { Length: > 0 } urn and not NoNumber)
                {
                    // Families live elsewhere than their agency.
                    var place = episodes.Get(row, "PLACE");
                    _rows.Add((urn, council.Name, place, episodes.Get(row, "PLACE_PROVIDER"), place[0] == 'K' ? episodes.Get(row, "PL_POST") : InventedPostcodes.Placement));
                }
            }

            foreach (var place in (string[])["K2", "U4", "U6"])
            {
                _rows.Add((Closed, council.Name, place, "PR1", InventedPostcodes.Placement));
            }
        }
    }

    public void Write(string file)
    {
        using var writer = new StreamWriter(file) { NewLine = "\r\n" };
        writer.WriteLine("URN,Local authority,Placement code,Placement provider code,Setting address postcode,Deregistration date");
        foreach (var (urn, council, place, provider, post) in _rows)
        {
            writer.WriteLine($"{urn},\"{council}\",{place},{provider},{post},{(urn == Closed ? "01/04/2009" : "")}");
        }
    }
}
